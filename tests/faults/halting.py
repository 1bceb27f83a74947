"""Work that is halted at one place by the database, so that a fault can hit it there.

A halt waits for a lock that only a test ever takes; without a test it is passed by.
"""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.process import BaseProcess

import psycopg

_LOCK = 20251123
_SECONDS = 400
_HALT = f"""
create or replace function public.halt() returns trigger language plpgsql as $halt$
begin
    perform pg_advisory_xact_lock_shared({_LOCK});
    return new;
end
$halt$;
create or replace function public.halted_json() returns jsonb language plpgsql as $halt$
begin
    perform pg_advisory_xact_lock_shared({_LOCK});
    return null;
end
$halt$;
"""
_HALTED = f"""
select pid from pg_locks
where locktype = 'advisory' and objid = {_LOCK} and not granted
"""


def halt_before_insert(url: str, table: str) -> None:
    """Put a halt before the rows of each insert into the table."""
    with psycopg.connect(url) as connection:
        connection.execute(_HALT)
        connection.execute(
            f"create trigger halt before insert on {table} "
            "for each row execute function public.halt()"
        )


def halt_in_copies_of(url: str, table: str, column: str) -> None:
    """Put a halt into each row that is copied into a table made like this one."""
    with psycopg.connect(url) as connection:
        connection.execute(_HALT)
        connection.execute(
            f"alter table {table} alter {column} set default public.halted_json()"
        )


def halt_while_making(admin_url: str, table: str) -> None:
    """Put a halt into the making of a table from a query; only a superuser may."""
    with psycopg.connect(admin_url) as connection:
        connection.execute(
            f"""
            create or replace function public.halt_making()
            returns event_trigger language plpgsql as $halt$
            begin
                if position('{table}' in current_query()) > 0 then
                    perform pg_advisory_xact_lock_shared({_LOCK});
                end if;
            end
            $halt$;
            create event trigger halt_making on ddl_command_start
            when tag in ('CREATE TABLE AS') execute function public.halt_making();
            """
        )


@contextmanager
def gate_of(url: str) -> Iterator[psycopg.Connection]:
    """Close the gate: from now on work halts, until the context ends."""
    with psycopg.connect(url, autocommit=True) as gate:
        gate.execute(f"select pg_advisory_lock({_LOCK})")
        yield gate


@contextmanager
def halted(url: str, *work: Callable | object) -> Iterator[BaseProcess]:
    """Start a function in a process of its own and yield it once it has halted.

    What is still there of it in the end goes on.
    """
    function, *arguments = work
    with gate_of(url) as gate:
        process = get_context("spawn").Process(target=function, args=arguments)
        process.start()
        wait_for_halt(gate, process.is_alive)
        yield process


def wait_for_halt(
    gate: psycopg.Connection, is_alive: Callable[[], bool], seconds: float = _SECONDS
) -> None:
    """Wait until a backend stands at the halt; fail when the work ends before."""
    until = time.monotonic() + seconds
    while not gate.execute(_HALTED).fetchall():
        assert is_alive(), "the work ended before it came to the halt"
        assert time.monotonic() < until, "nothing came to the halt"
        time.sleep(0.02)


def kill_halted(url: str, *work: Callable | object) -> None:
    """Kill -9 the work where it halts, and wait until its backends are gone."""
    with halted(url, *work) as process:
        os.kill(process.pid, signal.SIGKILL)
        process.join()
    wait_until_alone(url)


def wait_until_passed(url: str) -> None:
    """Wait until no backend stands at the halt any more."""
    with psycopg.connect(url, autocommit=True) as connection:
        until = time.monotonic() + _SECONDS
        while connection.execute(_HALTED).fetchall():
            assert time.monotonic() < until, "a backend still stands at the halt"
            time.sleep(0.05)


def wait_until_alone(url: str) -> None:
    """Wait until nobody else is connected to the database."""
    others = """
        select count(*) from pg_stat_activity
        where
            datname = current_database() and pid != pg_backend_pid()
            and backend_type = 'client backend'
    """
    with psycopg.connect(url, autocommit=True) as connection:
        until = time.monotonic() + _SECONDS
        while connection.execute(others).fetchone()[0]:
            assert time.monotonic() < until, "the backends of the dead do not end"
            time.sleep(0.05)
