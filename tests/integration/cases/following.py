"""A screened quarter whose reviews find more or less each time, for tests."""

from datetime import datetime, timedelta

import psycopg
from psycopg.types.json import Jsonb
from tests.integration.cases.casework import HIT, START, Case, opened

from claim_review.review import follow_ups, run_hits

# The columns of marts, lists and staging that keeping and comparing hits read.
SCREENING = """
create schema marts;
create schema lists;
create schema staging;
create table lists.thresholds (
    threshold_id text, value numeric, valid_from date, valid_to date
);
insert into lists.thresholds values ('days', 5, '2020-01-01', null);
create table marts.dim_rule (
    rule_id text, rule_name text, rule_class text, basis text, status text,
    sql_sha256 text, verdict text, grain text, amount_method text, effective_from date,
    effective_to date, priority integer, look_back_days integer, scenes text[],
    levels text[], funds text[], needs text[], lists text[], thresholds text[]
);
insert into marts.dim_rule (
    rule_id, rule_name, rule_class, status, sql_sha256, lists, thresholds
) values
('P-26', '示例规则', 'policy', 'live', 'v1', '{daily_caps}', '{days}'),
('M-15', '示例规则乙', 'management', 'live', 'v1', '{}', '{}');
create table marts.dim_institution (
    fixmedins_code text, fixmedins_name text, county_code text
);
insert into marts.dim_institution values ('H1', '示例医院', '623001');
create table marts.fct_rule_hits (
    hit_id text primary key, rule_id text, rule_version text,
    rule_status text default 'live', verdict text default 'suspect',
    quarter text default '2025Q1', setl_id text, mdtrt_id text, bkkp_sn text,
    kp_id text, fixmedins_code text default 'H1',
    hit_fee_amount numeric(16, 2) default 100,
    hit_fund_amount numeric(16, 2) default 80,
    attributed_fund_amount numeric(16, 2) default 80,
    line_fund_cap numeric(16, 2) default 80,
    settlement_fund_cap numeric(16, 2) default 500, is_case boolean default true,
    hit_reason text default '示例', evidence jsonb default '{}',
    knowledge_release text default 'starter'
);
create view staging.stg_setl_d as
select
    setl_id, mdtrt_id, psn_no, medfee_sumamt::numeric(16, 2) as medfee_sumamt,
    refd_setl_flag, init_setl_id, batch_id
from raw.setl_d
where coalesce(vali_flag, '1') <> '0';
create view staging.stg_fee_list_d as
select
    bkkp_sn, setl_id, mdtrt_id, psn_no, cnt::numeric as cnt, init_feedetl_sn,
    med_list_codg, batch_id
from raw.fee_list_d
where coalesce(vali_flag, '1') <> '0';
insert into knowledge.release (release_id, content_sha256, lists, registered_at)
values
('starter', 'a', '{"daily_caps": "1", "other": "1"}', '2025-01-01'),
('caps', 'b', '{"daily_caps": "2", "other": "1"}', '2025-01-01'),
('others', 'c', '{"daily_caps": "1", "other": "2"}', '2025-01-01');
"""


def find(connection: psycopg.Connection, hit_id: str, **changes) -> None:
    """Let the screening find a hit on its own settlement and line."""
    facts = {
        "hit_id": hit_id,
        "rule_id": "P-26",
        "rule_version": "v1",
        "setl_id": f"S-{hit_id}",
        "mdtrt_id": f"M-{hit_id}",
        "bkkp_sn": f"L-{hit_id}",
    } | changes
    names, places = ", ".join(facts), ", ".join(f"%({name})s" for name in facts)
    connection.execute(
        f"insert into marts.fct_rule_hits ({names}) values ({places})", facts
    )


def case_of(connection: psycopg.Connection, hit_id: str, **changes) -> Case:
    """Let the screening find a hit and open its case."""
    find(connection, hit_id, **changes)
    keys = {name: f"{first}-{hit_id}" for first, name in _KEYS.items()}
    shared = {name: value for name, value in changes.items() if name in HIT}
    return opened(connection, hit_id, **keys | shared)


_KEYS = {"S": "setl_id", "M": "mdtrt_id", "L": "bkkp_sn"}


def review(
    connection: psycopg.Connection,
    run_id: str,
    as_of: datetime,
    release: str = "starter",
) -> follow_ups.Proposed:
    """Keep what is found as that of a review; return what it proposed."""
    connection.execute(
        """
        insert into review.run
        (run_id, quarter, as_of, fingerprint, knowledge_release, status, started_at,
         newest_load)
        select
            %s, '2025Q1', %s, %s, %s, 'reviewed', %s, coalesce(max(load_number), 0)
        from raw.batch
        """,
        (run_id, as_of, run_id, release, as_of),
    )
    run_hits.keep(connection, run_id)
    return follow_ups.propose(connection, run_id, as_of)


def lands(
    connection: psycopg.Connection, batch_id: str, **tables: list[dict[str, str]]
) -> None:
    """Put rows into raw as those of a loaded batch."""
    connection.execute(
        """
        insert into raw.batch (
            batch_id, content_sha256, quarter, kind, status, seen_at, loaded_at, folder,
            report
        )
        values (%s, %s, '2025Q1', 'late', 'loaded', %s, %s, '-', %s)
        """,
        (batch_id, batch_id, START, START, Jsonb({})),
    )
    for table, rows in tables.items():
        of_quarter = "select raw.ensure_quarter(%s, '2025Q1')"
        (parent,) = connection.execute(of_quarter, (table,)).fetchone()
        connection.execute(
            f'create table raw."{table}_{batch_id}" partition of raw.{parent} '
            f"for values in ('{batch_id}')"
        )
        for number, row in enumerate(rows, 1):
            said = {"batch_id": batch_id, "batch_quarter": "2025Q1"} | row
            said["line_number"] = number
            names, places = ", ".join(said), ", ".join(f"%({n})s" for n in said)
            connection.execute(
                f"insert into raw.{table} ({names}) values ({places})", said
            )


def open_proposals(
    connection: psycopg.Connection, columns: str = "hit_id, kind"
) -> list[tuple]:
    """Return columns of what waits for a decision, by hit."""
    query = f"select {columns} from review.follow_up_open order by hit_id"
    return connection.execute(query).fetchall()


def decides(
    connection: psycopg.Connection,
    hit_id: str,
    as_of: datetime,
    role: str = "AGENCY",
    outcome: str = "AGREED",
    comment: str | None = None,
) -> str:
    """Let somebody decide the open proposal of a case; return the state after it."""
    query = "select follow_up_id from review.follow_up_open where hit_id = %s"
    (number,) = connection.execute(query, (hit_id,)).fetchone()
    told = ([number], outcome, f"{role.lower()}-7", role, as_of, comment)
    return follow_ups.decide(connection, *told)[0][1]


def refused(connection: psycopg.Connection) -> list[tuple]:
    """Return the entries of the ledger: month, amount, kind."""
    query = "select statement_month, amount, kind from review.refusal order by 1, 2"
    return connection.execute(query).fetchall()


LATER = START + timedelta(days=90)
