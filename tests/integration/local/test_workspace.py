import json

import psycopg
import pytest

from claim_review.local import workspace
from claim_review.local.postgres import Postgres


@pytest.fixture
def server(var_dir) -> Postgres:
    server = Postgres(var_dir)
    server.start()
    return server


def tables(server: Postgres) -> set[str]:
    query = "select relname from pg_class where relnamespace = 'public'::regnamespace"
    with psycopg.connect(server.url("warehouse")) as connection:
        return {name for (name,) in connection.execute(query)}


def leave_results(server: Postgres, var_dir, name: str) -> None:
    with psycopg.connect(server.url("warehouse")) as connection:
        connection.execute(f"create table {name} ()")
    (var_dir / "reports").mkdir()
    (var_dir / "reports" / name).touch()


def reports(var_dir) -> set[str]:
    return {file.name for file in (var_dir / "reports").glob("*")}


def test_two_sources_never_see_each_other_and_both_come_back(server, var_dir):
    assert workspace.switch_to("demo", var_dir) is None
    leave_results(server, var_dir, "of_demo")
    assert workspace.switch_to("/data/Own Batches", var_dir) == "demo"
    assert (tables(server), reports(var_dir)) == (set(), set())
    leave_results(server, var_dir, "of_own")
    assert workspace.switch_to("demo", var_dir) == "/data/Own Batches"
    assert (tables(server), reports(var_dir)) == ({"of_demo"}, {"of_demo"})
    assert workspace.switch_to("demo", var_dir) is None
    workspace.switch_to("/data/Own Batches", var_dir)
    assert (tables(server), reports(var_dir)) == ({"of_own"}, {"of_own"})


def test_a_switch_that_broke_off_between_two_folders_is_completed(server, var_dir):
    workspace.switch_to("demo", var_dir)
    leave_results(server, var_dir, "of_demo")
    (var_dir / "mail").mkdir()
    workspace.switch_to("other", var_dir)
    # As if the way back to the demo had been cut after its databases and its mail.
    leave_results(server, var_dir, "of_other")
    workspace._swap_databases(server, "other", "demo")
    parked = var_dir / "parked" / workspace.slug("other")
    parked.mkdir(parents=True)
    (var_dir / "reports").rename(parked / "reports")
    (var_dir / "local" / "source.json").write_text(json.dumps({"source": None}))
    (var_dir / "parked" / workspace.slug("demo") / "mail").rename(var_dir / "mail")
    workspace.switch_to("other", var_dir)
    assert (tables(server), reports(var_dir)) == ({"of_other"}, {"of_other"})
    assert not (var_dir / "mail").exists()
    workspace.switch_to("demo", var_dir)
    assert (tables(server), reports(var_dir)) == ({"of_demo"}, {"of_demo"})
    assert (var_dir / "mail").exists()
