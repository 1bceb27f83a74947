"""The environment of every Airflow part on this machine."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from claim_review.local import kept
from claim_review.local.postgres import Postgres
from claim_review.settings import REPO_DIR

USER = "admin"
_PORTS = ("airflow", "smtp", "task_log")

# LocalExecutor tasks are forks of the scheduler: what it has imported they need not.
_LOCAL_SETTINGS = """\
import sys

if "scheduler" in sys.argv:
    import dbt.adapters.postgres
    import dbt.cli.main
"""


@dataclass(frozen=True)
class Airflow:
    """One local Airflow: where it keeps things, which batches and DAGs it sees."""

    var_dir: Path
    landing_dir: Path
    is_demo: bool = False
    dags_dir: Path = REPO_DIR / "dags"

    @property
    def home(self) -> Path:
        return self.var_dir / "airflow"

    @property
    def log_dir(self) -> Path:
        return self.var_dir / "log" / "airflow"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.ports()['airflow']}"

    @property
    def password(self) -> str:
        return kept.secret(self.var_dir / "local" / "airflow_admin.password", 12)

    def ports(self, must_be_free: bool = False) -> dict[str, int]:
        """Return the ports of the UI, the mail sink and the task logs."""
        return kept.ports(self.var_dir / "local" / "ports.json", _PORTS, must_be_free)

    def environment(self) -> dict[str, str]:
        """Return the environment of a part, free of other Airflow settings."""
        inherited = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("AIRFLOW")
        }
        # No quarter starts by the calendar on a demonstration machine.
        inherited.setdefault("CLAIM_REVIEW_SCHEDULE_FROM", "2999-01-01")
        # Its mails end in the sink, and `make run` waits for nobody.
        inherited.setdefault("CLAIM_REVIEW_REPORTS_NEED_APPROVAL", "false")
        return inherited | self._claim_review() | self._airflow() | self._quiet()

    def prepare(self) -> None:
        """Write the files Airflow wants and migrate its database once per version."""
        config = self.home / "config" / "airflow_local_settings.py"
        config.parent.mkdir(parents=True, exist_ok=True)
        config.write_text(_LOCAL_SETTINGS)
        logins = json.dumps({USER: self.password})
        kept.write_private(self._logins, logins)
        self._migrate()

    def _migrate(self) -> None:
        # Even a migration with nothing to do takes five seconds, so it is remembered.
        marker = self.home / "migrated_to"
        installed = version("apache-airflow-core")
        if marker.exists() and marker.read_text() == installed:
            return
        done = subprocess.run(
            [sys.executable, "-m", "airflow", "db", "migrate"],
            env=self.environment(),
            capture_output=True,
            text=True,
        )
        if done.returncode != 0:
            told = done.stdout + done.stderr
            raise RuntimeError(f"airflow db migrate failed:\n{told}")
        marker.write_text(installed)

    @property
    def _logins(self) -> Path:
        return self.var_dir / "local" / "airflow_logins.json"

    def _claim_review(self) -> dict[str, str]:
        return {
            "CLAIM_REVIEW_VAR_DIR": str(self.var_dir),
            "CLAIM_REVIEW_LANDING_DIR": str(self.landing_dir),
            "CLAIM_REVIEW_WAREHOUSE_URL": Postgres(self.var_dir).url("warehouse"),
            "CLAIM_REVIEW_EXCHANGE_KEY": self._secret("exchange"),
            "CLAIM_REVIEW_SMTP_PORT": str(self.ports()["smtp"]),
            "CLAIM_REVIEW_IS_DEMO": str(self.is_demo),
            # What a run writes lies below var, matplotlib's font list too.
            "MPLCONFIGDIR": str(self.var_dir / "local" / "matplotlib"),
        }

    def _airflow(self) -> dict[str, str]:
        server = Postgres(self.var_dir)
        metadata = server.url("airflow").replace("postgresql:", "postgresql+psycopg2:")
        warehouse = server.url("warehouse").replace("postgresql:", "postgres:")
        sections = {
            "core": {
                "executor": "claim_review.airflow_executor.Executor",
                "parallelism": "4",
                "dags_folder": self.dags_dir,
                "plugins_folder": REPO_DIR / "plugins",
                "load_examples": "False",
                "dags_are_paused_at_creation": "False",
                "execution_api_server_url": f"{self.url}/execution/",
                # A name look-up of the machine may take seconds or fail.
                "hostname_callable": "socket.gethostname",
                "simple_auth_manager_users": f"{USER}:admin",
                "simple_auth_manager_passwords_file": self._logins,
                # A Fernet key is 32 bytes in base64, which ends with one "=".
                "fernet_key": self._secret("fernet") + "=",
            },
            "database": {"sql_alchemy_conn": metadata},
            "api": {
                "host": "127.0.0.1",
                "port": self.ports()["airflow"],
                "base_url": self.url,
                "workers": "1",
                "secret_key": self._secret("api"),
                "instance_name": "智能审核 claim-review",
            },
            "api_auth": {"jwt_secret": self._secret("jwt", 64)},
            "dag_processor": {
                "refresh_interval": "10",
                "min_file_process_interval": "60",
            },
            # A task whose scheduler was killed is noticed after 45 seconds, not 300.
            "scheduler": {
                "task_instance_heartbeat_sec": "10",
                "task_instance_heartbeat_timeout": "45",
                "task_instance_heartbeat_timeout_detection_interval": "5",
                # Only the scheduler that queued a task looks at its heartbeat; the one
                # that follows it asks for what a dead one left.
                "orphaned_tasks_check_interval": "20",
            },
            "logging": {
                "base_log_folder": self.log_dir,
                "worker_log_server_port": self.ports()["task_log"],
                # `make run` asks several times a second.
                "namespace_levels": "http.access=WARNING",
            },
        }
        flat = {
            f"AIRFLOW__{section}__{name}".upper(): str(value)
            for section, values in sections.items()
            for name, value in values.items()
        }
        return flat | {
            "AIRFLOW_HOME": str(self.home),
            "AIRFLOW_CONN_WAREHOUSE": warehouse,
        }

    def _secret(self, name: str, random_bytes: int = 32) -> str:
        return kept.secret(self.var_dir / "local" / f"{name}.secret", random_bytes)

    @staticmethod
    def _quiet() -> dict[str, str]:
        """Return the switches that keep the libraries from calling home."""
        return {
            "DO_NOT_TRACK": "1",
            "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
            "GX_ANALYTICS_ENABLED": "false",
            "PYTHONUNBUFFERED": "1",
        }
