"""The few calls of Airflow's REST API that `make run` needs."""

import time
from datetime import datetime
from urllib.parse import quote

import httpx

_BEATS = {
    "scheduler": "latest_scheduler_heartbeat",
    "dag_processor": "latest_dag_processor_heartbeat",
}


class AirflowApi:
    """The API of one Airflow, which logs in at its first call."""

    def __init__(self, url: str, user: str, password: str) -> None:
        self.client = httpx.Client(base_url=url, timeout=30, trust_env=False)
        self.login = {"username": user, "password": password}

    def wait_until_healthy(self, since: datetime, seconds: float) -> None:
        """Wait for heartbeats later than `since`; raise TimeoutError naming the late.

        The health page calls a part healthy for 30 seconds after it died.
        """
        until, late = time.monotonic() + seconds, ["api-server"]
        while late:
            if time.monotonic() > until:
                names = ", ".join(late)
                raise TimeoutError(f"no sign of life of {names} in {seconds:.0f} s")
            time.sleep(0.3)
            late = self._late_parts(since)

    def wait_for_dags(self, dag_ids: list[str], seconds: float) -> None:
        """Wait until the DAGs are read; raise RuntimeError with the import errors."""
        until = time.monotonic() + seconds
        while missing := [dag_id for dag_id in dag_ids if not self._is_known(dag_id)]:
            errors = self._get("/api/v2/importErrors")["import_errors"]
            if errors or time.monotonic() > until:
                told = [f"Airflow knows no DAG {', '.join(missing)}"]
                told += [f"{e['filename']}:\n{e['stack_trace']}" for e in errors]
                raise RuntimeError("\n".join(told))
            time.sleep(0.5)

    def trigger(
        self, dag_id: str, partition_key: str, note: str, conf: dict | None = None
    ) -> dict:
        """Start a run of the DAG for the partition key; return the run."""
        body = {
            "logical_date": None,
            "partition_key": partition_key,
            "conf": conf or {},
            "note": note,
        }
        return self._send("POST", f"/api/v2/dags/{dag_id}/dagRuns", json=body)

    def trigger_day(self, dag_id: str, logical_date: datetime, note: str) -> dict:
        """Start a run of a daily DAG for a day; return the run."""
        body = {"logical_date": logical_date.isoformat(), "conf": {}, "note": note}
        return self._send("POST", f"/api/v2/dags/{dag_id}/dagRuns", json=body)

    def backfills(self, dag_id: str) -> list[dict]:
        """Return the newest backfills of a DAG, with the conf of their runs."""
        told = self._get("/api/v2/backfills", dag_id=dag_id, order_by="-id", limit=100)
        return told["backfills"]

    def create_backfill(
        self, dag_id: str, first_day: str, last_day: str, conf: dict
    ) -> dict:
        """Go through a range of days again, a run at a time; return the backfill."""
        body = {
            "dag_id": dag_id,
            "from_date": f"{first_day}T00:00:00Z",
            "to_date": f"{last_day}T00:00:00Z",
            "reprocess_behavior": "completed",
            # It does not keep to the DAG's own limit.
            "max_active_runs": 1,
            "dag_run_conf": conf,
        }
        return self._send("POST", "/api/v2/backfills", json=body)

    def pause(self, dag_id: str, is_paused: bool) -> None:
        """Pause the DAG or let it go on; a paused one misses its assets' news."""
        self._send("PATCH", f"/api/v2/dags/{dag_id}", json={"is_paused": is_paused})

    def run(self, dag_id: str, run_id: str) -> dict:
        return self._get(f"/api/v2/dags/{dag_id}/dagRuns/{quote(run_id, safe='')}")

    def newest_run(
        self, dag_id: str, partition_key: str, since: datetime
    ) -> dict | None:
        """Return the newest run of the key that was queued after `since`, if any."""
        found = self._get(
            f"/api/v2/dags/{dag_id}/dagRuns",
            partition_key_prefix_pattern=partition_key,
            order_by="-id",
            limit=1,
        )["dag_runs"]
        queued = [datetime.fromisoformat(run["queued_at"]) for run in found]
        return found[0] if queued and queued[0] > since else None

    def task_instances(self, dag_id: str, run_id: str) -> list[dict]:
        """Return the task instances of a run, in the order they started."""
        path = f"/api/v2/dags/{dag_id}/dagRuns/{quote(run_id, safe='')}/taskInstances"
        tasks = self._get(path, limit=500)["task_instances"]
        return sorted(tasks, key=lambda task: task["start_date"] or "9")

    def _late_parts(self, since: datetime) -> list[str]:
        try:
            health = self.client.get("/api/v2/monitor/health").json()
        except (httpx.TransportError, ValueError):
            return ["api-server"]
        return [part for part in _BEATS if not _is_later(health, part, since)]

    def _is_known(self, dag_id: str) -> bool:
        answer = self._request("GET", f"/api/v2/dags/{dag_id}")
        if answer.status_code == 404:
            return False
        return not _body(answer)["is_stale"]

    def _get(self, path: str, **parameters) -> dict:
        return self._send("GET", path, params=parameters)

    def _send(self, method: str, path: str, **options) -> dict:
        return _body(self._request(method, path, **options))

    def _request(self, method: str, path: str, **options) -> httpx.Response:
        """Return the answer; log in before the first call (a token lasts a day)."""
        if "Authorization" not in self.client.headers:
            token = _body(self.client.post("/auth/token", json=self.login))
            self.client.headers["Authorization"] = f"Bearer {token['access_token']}"
        return self.client.request(method, path, **options)


def _is_later(health: dict, part: str, since: datetime) -> bool:
    status = health.get(part) or {}
    beat = status.get(_BEATS[part])
    if status.get("status") != "healthy" or not beat:
        return False
    return datetime.fromisoformat(beat) > since


def _body(answer: httpx.Response) -> dict:
    """Return the answer's JSON; raise RuntimeError with the server's own words."""
    if answer.is_error:
        raise RuntimeError(
            f"{answer.request.method} {answer.request.url} says "
            f"{answer.status_code}: {answer.text[:2000]}"
        )
    return answer.json()
