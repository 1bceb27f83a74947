"""Plays the life of the demo's cases, and lets Airflow go through the day after it."""

import subprocess
import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path

from claim_review.local.airflow import Airflow
from claim_review.local.api import AirflowApi
from claim_review.local.console import Console
from claim_review.local.demo import QUARTERS
from claim_review.local.postgres import Postgres
from claim_review.local.stack import wait_for_airflow
from claim_review.local.watch import follow
from claim_review.moments import ZONE
from claim_review.province.life import story, written

# The Monday after the story.
NEXT_DAY = date(2025, 7, 7)


def play(airflow: Airflow, since: datetime | None, console: Console) -> bool:
    """Play what was not played yet; return whether there was anything.

    Raises RuntimeError with what was printed when the story breaks off.
    """
    played = airflow.var_dir / "exchange" / "played"
    if _read(played) == NEXT_DAY:
        return False
    console.say(f"案件演示 the life of the cases, {story.FIRST_DAY} to {NEXT_DAY}")
    _play_story(airflow, console)
    api = wait_for_airflow(airflow, since, console)
    morning = datetime.combine(NEXT_DAY, time(9), ZONE)
    for dag_id in ("track_appeals", "report_month"):
        run = api.trigger_day(dag_id, morning, "make run")
        follow(api, run, airflow, console)
    _report_anew(api, morning + timedelta(hours=1), airflow, console)
    played.write_text(NEXT_DAY.isoformat())
    return True


def _report_anew(
    api: AirflowApi, as_of: datetime, airflow: Airflow, console: Console
) -> None:
    """Report the quarter as its cases stand now, with what people wrote about it."""
    url = Postgres(airflow.var_dir).url("warehouse")
    written.write(url, airflow.var_dir, QUARTERS[0], as_of)
    conf = {"as_of": as_of.isoformat()}
    run = api.trigger("report_quarter", QUARTERS[0], "make run", conf)
    follow(api, run, airflow, console)


def _read(played: Path) -> date | None:
    return date.fromisoformat(played.read_text()) if played.exists() else None


def _play_story(airflow: Airflow, console: Console) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "claim_review.province.life.play", QUARTERS[0]],
        env=airflow.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as story_process:
        printed = []
        for line in story_process.stdout:
            printed.append(line)
            console.say(f"  {line.rstrip()}")
    if story_process.returncode != 0:
        raise RuntimeError("the story of the cases broke off:\n" + "".join(printed))
