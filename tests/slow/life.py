"""What the life of the demo's cases leaves behind, read for the tests of make run."""

import json
from dataclasses import asdict
from datetime import date, datetime, time
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import psycopg
from pydantic import SecretStr

from claim_review import daily
from claim_review.local.postgres import Postgres
from claim_review.moments import ZONE
from claim_review.settings import Settings

# Of some of these nobody may read in a mail.
PERSONAL = (
    "select psn_no from raw.setl_d",
    "select psn_name from raw.psn_info_b",
    "select dr_name from raw.dr_info_b where dr_name <> ''",
    "select setl_id from raw.setl_d",
    "select bkkp_sn from raw.fee_list_d",
    "select hit_id from review.hit",
)
# Every table that the daily round may write.
WRITTEN = (
    *("event", "deadline", "refusal", "workbook", "workbook_row", "reminder"),
    *("reminder_day", "time_out_result", "delivery_proof", "statement", "quarantine"),
)


def mails(var_dir: Path) -> list[EmailMessage]:
    """Return the mails in the sink."""
    files = sorted((var_dir / "mail").glob("*.eml"))
    return [
        message_from_bytes(file.read_bytes(), policy=policy.default) for file in files
    ]


def texts(mail: EmailMessage) -> str:
    """Return all that a mail says."""
    parts = [
        part.get_content()
        for part in mail.walk()
        if part.get_content_maintype() == "text"
    ]
    return "\n".join([str(mail["subject"]), *parts])


def values(url: str, query: str) -> list:
    """Return the first column of a query."""
    with psycopg.connect(url) as warehouse:
        return [row[0] for row in warehouse.execute(query)]


def written(url: str) -> dict[str, tuple]:
    """Return how much is in the tables of the cases, and a hash of the outbox."""
    with psycopg.connect(url) as warehouse:
        counts = {
            table: warehouse.execute(f"select count(*) from review.{table}").fetchone()
            for table in WRITTEN
        }
        counts["outbox"] = warehouse.execute(
            "select count(*), md5(string_agg(mail::text, '|' order by outbox_id)) "
            "from notify.outbox as mail"
        ).fetchone()
    return counts


def go_through_again(var_dir: Path, day: date) -> str:
    """Do the daily round of a past day; return what it says, as text."""
    url = Postgres(var_dir).url("warehouse")
    key = (var_dir / "local" / "exchange.secret").read_text()
    settings = Settings(var_dir=var_dir, exchange_key=SecretStr(key), is_demo=True)
    as_of = datetime.combine(day, time(9), ZONE)
    told = [
        asdict(daily.take_in(url, settings, as_of)),
        daily.go_through(url, settings, as_of),
        daily.remind(url, settings, as_of),
        daily.write_work_lists(url, settings, as_of),
    ]
    return json.dumps(told, ensure_ascii=False)
