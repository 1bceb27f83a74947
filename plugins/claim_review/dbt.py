"""The only code that knows how dbt is run: in this process, one layer at a time."""

import hashlib
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from psycopg.conninfo import conninfo_to_dict

from claim_review import review_runs, warehouse
from claim_review.settings import REPO_DIR, settings
from claim_review.touched import facts, scope
from claim_review.turns import take_turn

if TYPE_CHECKING:
    from dbt.cli.main import dbtRunnerResult

# The layers of a review in the order they are built. Tests run with the last layer
# they look at (`buildable`); unit tests and tests of lists belong to pull requests.
LAYERS = {
    "facts": ["path:models/staging", "path:models/intermediate"],
    "rules": ["tag:rule"],
    "hits": ["path:models/hits"],
    "marts": ["path:models/marts"],
}
# How each node ended is in review.run_node; writing the manifest at every command,
# and each statement to a log, took a tenth of dbt's time.
QUIETLY = ("--quiet", "--no-write-json")
TESTS_OF_LISTS = "path:../include/rules/knowledge,resource_type:test"


class DbtError(RuntimeError):
    """A dbt node failed; the message names it and says what the database said."""


def connect_by(url: str) -> None:
    """Point dbt's profile at the database of a libpq URL (through the environment)."""
    parts = conninfo_to_dict(url)
    os.environ["CLAIM_REVIEW_DBT_HOST"] = str(parts.get("host", "127.0.0.1"))
    os.environ["CLAIM_REVIEW_DBT_PORT"] = str(parts.get("port", 5432))
    os.environ["CLAIM_REVIEW_DBT_USER"] = str(parts["user"])
    os.environ["CLAIM_REVIEW_DBT_PASSWORD"] = str(parts.get("password", ""))
    os.environ["CLAIM_REVIEW_DBT_DATABASE"] = str(parts["dbname"])
    # What only the rule run needs; measured, see docs/decisions/0006.
    os.environ["PGOPTIONS"] = (
        "-c enable_mergejoin=off -c enable_nestloop=off -c parallel_tuple_cost=0.001 "
        # A statement of a killed dbt ends with it, not when it has been worked out.
        "-c client_connection_check_interval=1s"
    )


def invoke(
    arguments: list[str],
    target_dir: Path,
    variables: dict[str, str] | None = None,
    on_event: Callable | None = None,
) -> list:
    """Run one dbt command and return its node results; raise DbtError when one failed.

    Each quarter has a target folder of its own, because dbt rewrites its manifest
    while another run may read it; the layers of one run share its parse cache.
    """
    outcome = _run(arguments, target_dir, variables, on_event)
    return getattr(outcome.result, "results", [])


def parents(quarter: str) -> dict[str, list[str]]:
    """Return the models that each model reads, by their names."""
    manifest = _run(["parse", *QUIETLY], target_of(quarter), {"quarter": quarter})
    models = {
        key: node
        for key, node in manifest.result.nodes.items()
        if node.resource_type == "model"
    }
    return {
        node.name: [models[at].name for at in node.depends_on.nodes if at in models]
        for node in models.values()
    }


def parse_for_touched(quarter: str) -> None:
    """Make dbt's parse cache for late batches of the quarter, who would wait for it."""
    with environment({"CLAIM_REVIEW_APART": scope.TOUCHED}):
        _run(
            ["parse", *QUIETLY],
            target_of(quarter) / scope.TOUCHED,
            {"quarter": quarter},
        )


@contextmanager
def environment(variables: dict[str, str]) -> Iterator[None]:
    """Set variables of the environment for a while."""
    os.environ |= variables
    try:
        yield
    finally:
        for name in variables:
            del os.environ[name]


def _run(
    arguments: list[str],
    target_dir: Path,
    variables: dict[str, str] | None = None,
    on_event: Callable | None = None,
) -> "dbtRunnerResult":
    # Imported here: it takes two seconds that only callers of dbt should pay.
    from dbt.cli.main import dbtRunner

    project_dir = settings().dbt_project_dir
    target_dir.mkdir(parents=True, exist_ok=True)
    outcome = dbtRunner(callbacks=[on_event] if on_event else []).invoke(
        [
            *arguments,
            *(["--vars", json.dumps(variables)] if variables else []),
            *("--project-dir", str(project_dir)),
            *("--profiles-dir", str(project_dir)),
            *("--target-path", str(target_dir)),
            *("--log-path", str(target_dir)),
            # By default it is every statement that is sent.
            *("--log-level-file", "info"),
        ]
    )
    if outcome.exception is not None:
        raise DbtError(str(outcome.exception)) from outcome.exception
    if not outcome.success:
        raise DbtError(_failures(getattr(outcome.result, "results", [])))
    return outcome


def _failures(results: list) -> str:
    bad = [r for r in results if str(r.status) in {"error", "fail", "runtime error"}]
    lines = [f"{r.node.unique_id}: {r.message}" for r in bad]
    return f"{len(bad)} dbt node(s) failed\n" + "\n".join(lines)


def _finished_node(event) -> dict | None:
    """Return what a NodeFinished event says as a row of review.run_node."""
    if event.info.name != "NodeFinished":
        return None
    result = event.data.run_result
    response = dict(result.adapter_response)
    return {
        "node_id": event.data.node_info.unique_id,
        "resource_type": event.data.node_info.resource_type,
        "status": event.data.node_info.node_status,
        "seconds": round(result.execution_time, 3),
        "rows": response.get("rows_affected"),
        "message": result.message or None,
        "finished_at": datetime.now(UTC),
    }


def target_of(quarter: str) -> Path:
    """Return dbt's target folder of the quarter, with its parse cache."""
    return settings().var_dir / "dbt" / quarter


def seed_lists(url: str, quarter: str, release: str) -> None:
    """Load the lists into the warehouse unless it holds just these already.

    What it holds is written on the schema itself, so that a warehouse that was made
    anew, or that was left in the middle of loading, is not taken for a full one.
    """
    folder = REPO_DIR / "include" / "rules" / "knowledge"
    digest = hashlib.sha256(release.encode())
    for path in sorted(folder.iterdir()):
        digest.update(path.name.encode() + path.read_bytes())
    state = digest.hexdigest()
    held = "select obj_description(to_regnamespace('lists'), 'pg_namespace')"
    with psycopg.connect(url, autocommit=True) as connection:
        if connection.execute(held).fetchone()[0] == state:
            return
        connection.execute("create schema if not exists lists")
        connection.execute("comment on schema lists is null")
        connect_by(url)
        os.environ["CLAIM_REVIEW_KNOWLEDGE_RELEASE"] = release
        invoke(["seed", *QUIETLY], target_of(quarter), {"quarter": quarter})
        connection.execute(f"comment on schema lists is '{state}'")


def build_layer(
    layer: str, review: dict[str, str], url: str, with_tests: bool = True
) -> int:
    """Build one layer of a review, as a rule with its tests; return the nodes built.

    `review` is what review_runs.begin returned. Each node's status, seconds and rows
    go to review.run_node as it ends. Layers before it that are not whole are built
    again. Of touched people only, facts are built again when others turn out to be
    judged otherwise for their sake, at last for everybody.
    Raises DbtError, or psycopg.OperationalError when the server went away meanwhile:
    then another try may help.
    """
    with psycopg.connect(url, autocommit=True) as connection:
        take_turn(connection, "layer")
        if not facts.are_of(connection, review["run_id"]):
            # Facts are unlogged: after a crash of the database all of them are empty.
            scope.make_whole(connection, review, "the facts were lost")
            facts.begin(connection, review["quarter"], review["run_id"])
        nodes = 0
        for due in facts.due(connection, layer, list(LAYERS)):
            nodes = _build_layer(due, review, url, connection, with_tests)
            facts.stands(connection, due)
        return nodes


def _build_layer(
    layer: str,
    review: dict[str, str],
    url: str,
    connection: psycopg.Connection,
    with_tests: bool,
) -> int:
    if layer == "facts":
        seed_lists(url, review["quarter"], review["knowledge_release"])
    while True:
        apart = scope.of_run(connection, review["run_id"]) == scope.TOUCHED
        if apart and layer != "marts" and not scope.has_people(connection):
            return 0
        try:
            nodes = _build(layer, review, url, connection, with_tests, apart)
        except DbtError:
            connection.execute("select 'the server is still there'")
            raise
        if layer != "facts" or not apart or scope.is_enough(connection, review):
            return nodes


def _build(
    layer: str,
    review: dict[str, str],
    url: str,
    connection: psycopg.Connection,
    with_tests: bool,
    of_touched: bool,
) -> int:
    connect_by(url)
    # See macros/as_of.sql for why these are no variables of dbt.
    os.environ["CLAIM_REVIEW_AS_OF"] = review["as_of"]
    os.environ["CLAIM_REVIEW_KNOWLEDGE_RELEASE"] = review["knowledge_release"]
    apart = of_touched and layer != "marts"

    def record(event) -> None:
        node = _finished_node(event)
        if node is not None:
            review_runs.record_node(connection, review["run_id"], layer, node)
            name = node["node_id"].split(".")[2]
            seconds = f"{node['seconds']:8.2f} s"
            print(f"  {node['status']:8} {seconds}  {name}", flush=True)

    arguments = [
        "build",
        *QUIETLY,
        *("--exclude-resource-type", "unit_test"),
        # Of touched people there may be none of the rows that a test looks for.
        *([] if with_tests and not apart else ["test"]),
        *("--indirect-selection", "buildable"),
        *("--select", *LAYERS[layer]),
        *("--exclude", TESTS_OF_LISTS, *(["tag:reference"] if apart else [])),
    ]
    # Where a model lies is parsed into it.
    target = target_of(review["quarter"]) / (scope.TOUCHED if apart else "")
    variables = {"quarter": review["quarter"]}
    with environment({"CLAIM_REVIEW_APART": scope.TOUCHED} if apart else {}):
        return len(invoke(arguments, target, variables, record))


def generate_docs(url: str) -> Path:
    """Write dbt's documentation of the project as one page and return its path."""
    connect_by(url)
    page = settings().var_dir / "docs" / "dbt.html"
    target_dir = settings().var_dir / "dbt" / "docs"
    invoke(["docs", "generate", "--static", "--quiet"], target_dir)
    page.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(target_dir / "static_index.html", page)
    return page


def main() -> None:
    """Run dbt by hand on the warehouse: `make dbt ARGS='build -s p26_…'`."""
    connect_by(warehouse.url())
    try:
        invoke(sys.argv[1:], settings().var_dir / "dbt" / "by-hand")
    except DbtError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
