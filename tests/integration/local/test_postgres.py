import os
import signal
import socket
import subprocess
import sys

import psycopg
import pytest

from claim_review.local import processes
from claim_review.local.postgres import Postgres


def one(server: Postgres, database: str, query: str) -> str:
    with psycopg.connect(server.url(database)) as connection:
        return connection.execute(query).fetchone()[0]


def postmaster(server: Postgres) -> int:
    return int((server.data / "postmaster.pid").read_text().split()[0])


def test_a_second_start_changes_nothing_and_each_role_owns_its_database(var_dir):
    server = Postgres(var_dir)
    server.start()
    pid, url = postmaster(server), server.url("warehouse")
    server.start()
    assert (postmaster(server), server.url("warehouse")) == (pid, url)
    assert one(server, "warehouse", "select current_user") == "claim_review"
    assert one(server, "airflow", "select current_user") == "airflow"
    assert one(server, "warehouse", "show server_encoding") == "UTF8"
    assert one(server, "warehouse", "show listen_addresses") == "127.0.0.1"
    with pytest.raises(psycopg.OperationalError, match="permission denied"):
        psycopg.connect(server.url("warehouse").replace("/warehouse", "/airflow"))


def test_a_stopped_server_leaves_no_process_and_keeps_its_data(var_dir):
    server = Postgres(var_dir)
    server.start()
    with psycopg.connect(server.url("warehouse")) as connection:
        connection.execute("create table kept as select 7 as number")
    server.stop()
    assert not server.is_running()
    assert processes.working_in(server.data) == []
    server.start()
    assert one(server, "warehouse", "select number from kept") == 7


def test_a_killed_server_starts_again(var_dir):
    server = Postgres(var_dir)
    server.start()
    os.kill(postmaster(server), signal.SIGKILL)
    server.start()
    assert one(server, "warehouse", "select 1") == 1


def test_several_starts_at_once_make_one_server(var_dir):
    command = [sys.executable, "-m", "claim_review.local.postgres", "start"]
    env = os.environ | {"CLAIM_REVIEW_VAR_DIR": str(var_dir)}
    starts = [subprocess.Popen(command, env=env) for _ in range(3)]
    assert [start.wait() for start in starts] == [0, 0, 0]
    assert one(Postgres(var_dir), "warehouse", "select 1") == 1


@pytest.mark.parametrize("is_zombie", [True, False])
def test_the_pid_of_a_stranger_in_the_pid_file_is_no_server(var_dir, is_zombie):
    server = Postgres(var_dir)
    server.start()
    server.stop()
    stranger = subprocess.Popen([sys.executable, "-c", "" if is_zombie else "input()"])
    if is_zombie:
        os.waitid(os.P_PID, stranger.pid, os.WEXITED | os.WNOWAIT)
    (server.data / "postmaster.pid").write_text(f"{stranger.pid}\n{server.data}\n")
    try:
        assert not server.is_running()
        server.start()
        assert one(server, "warehouse", "select 1") == 1
    finally:
        stranger.kill()
        stranger.wait()


def test_a_port_that_somebody_took_meanwhile_is_replaced(var_dir):
    server = Postgres(var_dir)
    server.start()
    server.stop()
    before = server.port
    with socket.socket() as stranger:
        stranger.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        stranger.bind(("127.0.0.1", before))
        stranger.listen()
        server.start()
        assert server.port != before
        assert one(server, "warehouse", "select 1") == 1


def test_too_old_a_server_is_refused_by_its_version(var_dir, monkeypatch):
    program = var_dir / "bin" / "postgres"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 15.18'\n")
    program.chmod(0o755)
    monkeypatch.setenv("PG_BIN", str(program.parent))
    with pytest.raises(RuntimeError, match=r"15\.18.*PostgreSQL 16 or later"):
        Postgres(var_dir).start()
