"""Starts a backfill: recorded with its mail, then asked of Airflow, never twice."""

import json
import shlex
from datetime import datetime

import httpx
import psycopg

from claim_review.backfill import telling
from claim_review.backfill.files import Backfill, BackfillRefusedError
from claim_review.backfill.planning import plan
from claim_review.local import supervisor
from claim_review.local.airflow import USER, Airflow
from claim_review.local.api import AirflowApi
from claim_review.settings import Settings


def record(
    connection: psycopg.Connection, backfill: Backfill, by: str, now: datetime
) -> bool:
    """Record the backfill and queue its first mail; return whether it was new.

    Raises BackfillRefusedError with all that speaks against it. The caller commits.
    """
    known = connection.execute(
        "select file_sha256 from review.backfill where file_name = %s", (backfill.name,)
    ).fetchone()
    if known is not None:
        if known[0] != backfill.sha256:
            raise BackfillRefusedError(
                f"{backfill.name} was started with other words; write a new file"
            )
        return False
    problems = plan(connection, backfill, now).problems
    if problems:
        told = (f"{backfill.name}: {problem}" for problem in problems)
        raise BackfillRefusedError("\n".join(told))
    connection.execute(
        """
        insert into review.backfill (
            file_name, file_sha256, dag_id, from_quarter, to_quarter, reason,
            watchers, asked_by, approved_by, previews, recorded_by, recorded_at
        )
        values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
        """,
        (
            *(backfill.name, backfill.sha256, backfill.dag),
            *(str(backfill.first), str(backfill.last), backfill.reason),
            *(backfill.watchers, backfill.asked_by, backfill.approved_by),
            *(backfill.previews, by, now),
        ),
    )
    telling.start(connection, backfill)
    return True


def ask(api: AirflowApi, backfill: Backfill) -> tuple[dict, bool]:
    """Return Airflow's backfill of the file and whether this call has made it.

    Raises BackfillRefusedError with Airflow's words, such as that another backfill is
    at work: the record stays, and starting the file again asks again.
    """
    mine = _conf(backfill)
    try:
        for known in api.backfills(backfill.dag):
            if known["dag_run_conf"] == mine:
                return known, False
        first, last = _days(backfill)
        return api.create_backfill(backfill.dag, first, last, mine), True
    except (RuntimeError, httpx.TransportError) as error:
        raise BackfillRefusedError(
            f"{backfill.name} is recorded, but Airflow has not begun: {error}\n"
            "type the same again once it can"
        ) from error


def airflow_of(settings: Settings) -> AirflowApi | None:
    """Return the API of the Airflow that runs below `var`, None when none does."""
    var_dir = settings.var_dir.resolve()
    if not supervisor.is_running(var_dir):
        return None
    airflow = Airflow(var_dir, settings.landing)
    return AirflowApi(airflow.url, USER, airflow.password)


def command_line(backfill: Backfill) -> str:
    """Return what to type where Airflow runs elsewhere."""
    first, last = _days(backfill)
    words = ["airflow", "backfill", "create", "--dag-id", backfill.dag]
    words += ["--from-date", first, "--to-date", last]
    # A backfill does not keep to the DAG's own limit of runs.
    words += ["--reprocess-behavior", "completed", "--max-active-runs", "1"]
    words += ["--dag-run-conf", json.dumps(_conf(backfill))]
    return shlex.join(words)


def _conf(backfill: Backfill) -> dict[str, str]:
    return {"backfill": backfill.name}


def _days(backfill: Backfill) -> tuple[str, str]:
    """Return the range, which Airflow compares with the first days of quarters."""
    return f"{backfill.first.first_day}", f"{backfill.last.last_day}"
