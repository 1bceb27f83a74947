"""One PostgreSQL server below `var/postgres`, on 127.0.0.1 only.

Used as `python -m claim_review.local.postgres start|stop|status|dsn`.
"""

import argparse
import os
import shutil
import signal
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg
from psycopg import sql

from claim_review.local import kept, processes
from claim_review.local.postgres_account import Account, bin_dir, choose_account
from claim_review.local.postgres_config import config_text, machine_memory
from claim_review.settings import settings

_START_SECONDS = 30
_STOP_SECONDS = 60


class Postgres:
    """The server of one `var` folder, with databases `airflow` and `warehouse`."""

    def __init__(self, var_dir: Path) -> None:
        self.home = Path(var_dir).resolve() / "postgres"
        self.log = Path(var_dir).resolve() / "log" / "postgres.log"

    @property
    def data(self) -> Path:
        """The data folder; a link where root had to move it out of a private path."""
        return (self.home / "data").resolve()

    @property
    def port(self) -> int:
        return int(self._kept("port"))

    def url(self, database: str) -> str:
        """Return the libpq URL of a database for the role that owns it."""
        role = "airflow" if database == "airflow" else "claim_review"
        return self._url(database, role)

    def is_running(self) -> bool:
        """Return whether the server process lives (a zombie does not)."""
        pid = self._pid()
        return pid is not None and str(self.data) in processes.command_line(pid)

    def start(self) -> None:
        """Start the server unless it runs; make data, roles and databases at first."""
        self._check_owner()
        with kept.lock(self.home / "lock"):
            if not self._answers():
                self._start()
            for role in ("airflow", "claim_review"):
                self._ensure_role(role)
        self.ensure_database("airflow", "airflow")
        self.ensure_database("warehouse", "claim_review")

    def stop(self) -> None:
        """Stop the server and wait until it is gone; do nothing when none runs."""
        if not self.home.exists():
            return
        with kept.lock(self.home / "lock"):
            for number in (signal.SIGINT, signal.SIGQUIT):
                if self.is_running():
                    os.kill(self._pid(), number)
                    self._wait_until_gone()
            if self.is_running():
                raise RuntimeError(f"PostgreSQL {self.data} does not stop: {self.log}")

    def ensure_database(self, name: str, role: str) -> None:
        """Create the database for the role unless it is there."""
        with kept.lock(self.home / "lock"), self.admin() as connection:
            query = "select 1 from pg_database where datname = %s"
            if connection.execute(query, [name]).fetchone():
                return
            database, owner = sql.Identifier(name), sql.Identifier(role)
            create = sql.SQL("create database {} owner {}").format(database, owner)
            connection.execute(create)
            revoke = sql.SQL("revoke all on database {} from public").format(database)
            connection.execute(revoke)

    def _answers(self) -> bool:
        """Return whether the server takes connections; wait while it comes or goes."""
        until = time.monotonic() + _START_SECONDS
        while self.is_running():
            try:
                self.admin().close()
                return True
            except psycopg.OperationalError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.1)
        return False

    def _start(self) -> None:
        account = choose_account(bin_dir(), self.home / "data")
        major = account.major()
        if not (account.data_dir / "PG_VERSION").exists():
            self._make_data(account)
        made_by = (account.data_dir / "PG_VERSION").read_text().strip()
        if made_by != str(major):
            raise RuntimeError(
                f"{account.data_dir} was made by PostgreSQL {made_by}, but "
                f"{account.bin_dir} is {major}; set PG_BIN or CLAIM_REVIEW_VAR_DIR"
            )
        account.own(account.data_dir)
        self._forget_dead_server()
        self._write_config(account)
        self._launch(account)

    def _make_data(self, account: Account) -> None:
        """Make the data folder aside, so that a killed initdb leaves none."""
        fresh = account.data_dir.with_name("data.new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        os.chown(fresh, account.uid, account.gid)
        with tempfile.NamedTemporaryFile("w", dir=account.data_dir.parent) as password:
            password.write(kept.secret(self.home / "postgres.password"))
            password.flush()
            os.chown(password.name, account.uid, account.gid)
            made = account.run(
                "initdb",
                f"--pgdata={fresh}",
                "--username=postgres",
                f"--pwfile={password.name}",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--no-instructions",
                capture_output=True,
                text=True,
            )
        if made.returncode != 0:
            raise RuntimeError(f"initdb in {fresh} failed:\n{made.stdout}{made.stderr}")
        with (fresh / "postgresql.conf").open("a") as config:
            config.write("include_if_exists 'claim_review.conf'\n")
        fresh.rename(account.data_dir)

    def _write_config(self, account: Account) -> None:
        file = self.home / "port"
        if not file.exists() or not kept.is_free(self.port):
            kept.write_private(file, str(kept.free_ports(1, set())[0]))
        config = account.data_dir / "claim_review.conf"
        config.write_text(config_text(self.port, machine_memory()))
        os.chown(config, account.uid, account.gid)

    def _launch(self, account: Account) -> None:
        """Start the server; after a kill its old backends may take a while to go."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        arguments = ("start", "--wait", f"--pgdata={account.data_dir}")
        until = time.monotonic() + _START_SECONDS
        descriptor = os.open(self.log, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "a") as log:
            while account.run("pg_ctl", *arguments, stdout=log, stderr=log).returncode:
                if time.monotonic() > until:
                    tail = "\n".join(self.log.read_text().splitlines()[-15:])
                    raise RuntimeError(
                        f"PostgreSQL does not start; {self.log}:\n{tail}"
                    )
                time.sleep(0.5)

    def _forget_dead_server(self) -> None:
        """Remove the pid file of a server that is gone, never beside a living backend.

        Without this a re-used pid, or a zombie where nobody reaps, counts as a server.
        """
        until = time.monotonic() + _START_SECONDS
        while processes.working_in(self.data):
            if time.monotonic() > until:
                raise RuntimeError(
                    f"processes {processes.working_in(self.data)} of a dead PostgreSQL "
                    f"still work in {self.data}; end them, then start again"
                )
            time.sleep(0.2)
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _wait_until_gone(self) -> None:
        """Wait for the server and for what it leaves behind on a busy machine."""
        until = time.monotonic() + _STOP_SECONDS
        while self.is_running() or processes.working_in(self.data):
            if time.monotonic() > until:
                return
            time.sleep(0.05)

    def _ensure_role(self, role: str) -> None:
        password = kept.secret(self.home / f"{role}.password")
        with self.admin() as connection:
            query = "select 1 from pg_roles where rolname = %s"
            if not connection.execute(query, [role]).fetchone():
                # Tests make databases of their own, so the role may create them.
                create = sql.SQL("create role {} login createdb password {}").format(
                    sql.Identifier(role), sql.Literal(password)
                )
                connection.execute(create)

    def admin(self) -> psycopg.Connection:
        """Open a connection as the superuser, one transaction per statement."""
        return psycopg.connect(self._url("postgres", "postgres"), autocommit=True)

    def _url(self, database: str, role: str) -> str:
        password = self._kept(f"{role}.password")
        return f"postgresql://{role}:{password}@127.0.0.1:{self.port}/{database}"

    def memory_bytes(self) -> int:
        """Return what the server's processes hold; a page they share counts once."""
        server = psutil.Process(self._pid())
        held = 0
        for process in (server, *server.children(recursive=True)):
            with suppress(psutil.NoSuchProcess):
                held += process.memory_full_info().pss
        return held

    def _kept(self, name: str) -> str:
        try:
            return (self.home / name).read_text().strip()
        except FileNotFoundError:
            raise RuntimeError(
                f"no PostgreSQL in {self.home} yet; make run starts one"
            ) from None

    def _pid(self) -> int | None:
        try:
            return int((self.data / "postmaster.pid").read_text().split("\n")[0])
        except (FileNotFoundError, ValueError):
            return None

    def _check_owner(self) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        if not os.access(self.home, os.W_OK):
            raise PermissionError(
                f"{self.home} belongs to {self.home.owner()}; "
                "run as that user or set another CLAIM_REVIEW_VAR_DIR"
            )


def main() -> int:
    """Start, stop or show the server; return 3 when a wanted server is not running."""
    parser = argparse.ArgumentParser(description="The local PostgreSQL server.")
    parser.add_argument("action", choices=["start", "stop", "status", "dsn"])
    action = parser.parse_args().action
    server = Postgres(settings().var_dir)
    if action == "start":
        server.start()
    elif action == "stop":
        server.stop()
    running = server.is_running()
    if action == "dsn":
        print(server.url("warehouse"))
    if action != "dsn" or not running:
        where = f"runs on 127.0.0.1:{server.port}" if running else "is stopped"
        stream = sys.stderr if action == "dsn" else sys.stdout
        print(f"PostgreSQL of {server.home} {where}", file=stream)
    return 0 if running or action in ("stop", "dsn") else 3


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (RuntimeError, OSError) as error:
        sys.exit(str(error))
