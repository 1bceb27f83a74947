"""Brings up the server and Airflow, in the order in which they need each other."""

from datetime import UTC, datetime
from pathlib import Path

from claim_review.local import supervisor
from claim_review.local.airflow import USER, Airflow
from claim_review.local.api import AirflowApi
from claim_review.local.console import Console
from claim_review.local.watch import CHAIN

_HEALTHY_SECONDS = 240
_DAG_SECONDS = 120
_LOG_LINES = 15


def start_airflow(airflow: Airflow, console: Console) -> datetime | None:
    """Start the parts of Airflow; return since when, None when they were running."""
    was_running = supervisor.is_running(airflow.var_dir)
    if not was_running:
        supervisor.stop(airflow.var_dir)
        airflow.ports(must_be_free=True)
    airflow.prepare()
    since = datetime.now(UTC)
    if not supervisor.start(airflow.var_dir, airflow.environment()):
        return None
    if was_running:
        console.say("代码或设置已变，Airflow 重启 restarted: code or settings changed")
    return since


def wait_for_airflow(
    airflow: Airflow, since: datetime | None, console: Console
) -> AirflowApi:
    """Return the API once every part gave a sign of life and the DAGs are read.

    Raises TimeoutError with the ends of the logs when a part does not come up.
    """
    api = AirflowApi(airflow.url, USER, airflow.password)
    # Parts that were running may have died since, so they too must answer now.
    try:
        api.wait_until_healthy(since or _EVER, _HEALTHY_SECONDS)
    except TimeoutError as error:
        raise TimeoutError(f"{error}\n{_log_ends(airflow.var_dir)}") from None
    api.wait_for_dags(list(CHAIN), _DAG_SECONDS)
    for dag_id in CHAIN:
        api.pause(dag_id, False)
    console.say(f"Airflow {airflow.url}")
    return api


_EVER = datetime(1970, 1, 1, tzinfo=UTC)


def _log_ends(var_dir: Path) -> str:
    told = []
    for file in sorted((var_dir / "log").glob("*.log")):
        lines = file.read_text(errors="replace").splitlines()[-_LOG_LINES:]
        told += [f"\n{file}:", *lines]
    return "\n".join(told)
