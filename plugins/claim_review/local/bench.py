"""Times the main job by stage and rule on the demo province: `make bench`.

`make bench ARGS="--scale 0.25 1.0"` shows how cost grows with the lines, and
`make bench ARGS="--knowledge-points 10000 250000"` how it grows with the knowledge.
"""

import argparse
import csv
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

import psycopg

from claim_review import dbt, landing, review_runs
from claim_review.knowledge.release import freeze
from claim_review.knowledge_release import LISTS_DIR
from claim_review.local import bench_late, direct
from claim_review.local.bench_sharing import sharing
from claim_review.local.postgres import Postgres
from claim_review.province import demo
from claim_review.settings import settings

QUARTER = "2025Q1"
# Lists that the points of a large knowledge base fall into, as the official ones do.
LARGE_LISTS = (
    *("age_limited_drugs", "course_limited_drugs", "insurance_limited_drugs"),
    *("level_limited_drugs", "setting_limited_drugs", "sex_limited_drugs"),
    *("daily_caps", "sex_limited_services"),
)
FULL_SCAN = """
    select count(*), sum(quantity), sum(fee_amount), sum(inscp_amount)
    from intermediate.int_fee_lines
"""


NODES = """
    select split_part(node_id, '.', 3), layer, seconds::float
    from review.run_node
    where resource_type = 'model' and layer in ('facts', 'rules')
    order by seconds desc
"""


# The rules of the first release: those that may be dispatched.
FIRST_RULES = "select model_name from marts.dim_rule where status = 'live'"


@dataclass
class Measured:
    """One run: seconds per stage, per fact and rule, and the server's peak memory."""

    lines: int = 0
    peak_bytes: int = 0
    seconds: dict[str, float] = field(default_factory=dict)
    nodes: list[tuple[str, str, float]] = field(default_factory=list)
    ratios: dict[str, float] = field(default_factory=dict)

    def rows(self) -> dict[str, float]:
        """Return what the table of runs shows, name to number, in its order."""
        facts_and_rules = self.seconds["facts"] + self.seconds["rules"]
        in_rules = sum(took for _, layer, took in self.nodes if layer == "rules")
        scan = self.seconds["one scan of the lines"]
        return {
            "net fee lines": self.lines,
            **{f"{name}, s": took for name, took in self.seconds.items()},
            "facts and rules, s": facts_and_rules,
            "sum over rules, s": in_rules,
            "rules ÷ one scan": self.seconds["rules"] / scan,
            **self.ratios,
            "peak memory, MiB": self.peak_bytes / 2**20,
        }


@contextmanager
def _stage(name: str, seconds: dict[str, float]) -> Iterator[None]:
    began = time.perf_counter()
    yield
    seconds[name] = time.perf_counter() - began
    print(f"{name:24}{seconds[name]:8.1f} s", flush=True)


@contextmanager
def _peak_memory(server: Postgres, measured: Measured) -> Iterator[None]:
    """Watch the server's processes; shared pages count once, whoever maps them."""
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.5):
            measured.peak_bytes = max(measured.peak_bytes, server.memory_bytes())

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()


def _write_lists(folder: Path, points: int) -> None:
    """Write the starter lists with invented points after their own rows."""
    shutil.copytree(LISTS_DIR, folder)
    for at, name in enumerate(LARGE_LISTS):
        path = folder / f"{name}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            like = next(csv.DictReader(file))
        with path.open("a", encoding="utf-8", newline="") as file:
            lines = csv.DictWriter(file, like, lineterminator="\n")
            for number in range(at, points, len(LARGE_LISTS)):
                code = f"XX99ZZZ{number:016}"
                named = {"med_list_codg": code, "hilist_name": "", "item_name": code}
                lines.writerow(like | named | {"kp_id": f"bench-{code}"})


def _release(url: str, points: int, folder: Path) -> None:
    """Freeze the starter lists with that many invented points for the quarter."""
    _write_lists(folder, points)
    with psycopg.connect(url) as connection:
        now = datetime.now(UTC)
        freeze(connection, f"kb_{QUARTER}.v1", "bench", "bench", now, folder)


def _scan_seconds(url: str) -> float:
    with psycopg.connect(url) as connection:
        connection.execute(FULL_SCAN)
        began = time.perf_counter()
        connection.execute(FULL_SCAN)
        return time.perf_counter() - began


def bench(
    server: Postgres, folder: Path, scale: float, seed: int, points: int | None = None
) -> Measured:
    """Run one quarter through all stages on a fresh warehouse and measure it.

    With `points` it is judged by a frozen release of that many invented points more.
    """
    shutil.rmtree(folder, ignore_errors=True)
    url = direct.fresh_database(server, "bench")
    measured = Measured()
    seconds = measured.seconds
    with _stage("generate", seconds):
        demo.write_province(
            folder / "landing", folder / "truth", seed, scale, [QUARTER]
        )
    with _stage("land", seconds):
        landing.load_quarter_or_fail(
            url, folder / "landing", folder / "quality", QUARTER, datetime.now(UTC)
        )
    if points is not None:
        with _stage("release", seconds):
            _release(url, points, folder / "lists")
    now = datetime.now(UTC)
    review = review_runs.begin(url, "bench", QUARTER, now, now)
    with _stage("lists", seconds):
        dbt.seed_lists(url, QUARTER, review["knowledge_release"])
    with _peak_memory(server, measured):
        for layer in dbt.LAYERS:
            with _stage(layer, seconds):
                dbt.build_layer(layer, review, url)
        with _stage("cases", seconds):
            review_runs.open_cases(url, review)
            review_runs.end(url, review, now)
    seconds["one scan of the lines"] = _scan_seconds(url)
    with psycopg.connect(url) as connection:
        measured.nodes = connection.execute(NODES).fetchall()
        query = "select count(*) from intermediate.int_fee_lines"
        measured.lines = connection.execute(query).fetchone()[0]
        first = [name for (name,) in connection.execute(FIRST_RULES)]
    took = {node: seconds for node, _, seconds in measured.nodes}
    measured.ratios = sharing(took, dbt.parents(QUARTER), first)
    measured.ratios |= _late(url, folder, seconds)
    return measured


def _late(url: str, folder: Path, whole: dict[str, float]) -> dict[str, float]:
    """Send one encounter in fifty again and review it; return what that costs."""
    dbt.parse_for_touched(QUARTER)
    late: dict[str, float] = {}
    bench_late.write_again(url, folder / "landing", "2025Q1-late", QUARTER, 50)
    with _stage("late: land", late):
        landing.load_batch(
            url, folder / "landing" / "2025Q1-late", folder / "q", datetime.now(UTC)
        )
    now = datetime.now(UTC)
    with _stage("late: begin", late):
        review = review_runs.begin(url, "late", QUARTER, now, now)
    for layer in dbt.LAYERS:
        with _stage(f"late: {layer}", late):
            dbt.build_layer(layer, review, url)
    review_runs.open_cases(url, review)
    review_runs.end(url, review, now)
    screened = late["late: begin"] + late["late: facts"] + late["late: rules"]
    everything = sum(late.values()) - late["late: land"]
    layers = sum(whole[layer] for layer in dbt.LAYERS)
    return {
        **{f"{name}, s": took for name, took in late.items()},
        "late ÷ whole, facts and rules": screened / (whole["facts"] + whole["rules"]),
        "late ÷ whole, with hits and marts": everything / layers,
    }


def _print_runs(runs: dict[str, Measured]) -> None:
    """Print a column per run, and how much more the last cost than the first."""
    columns = [run.rows() for run in runs.values()]
    print("\n" + " " * 34 + "".join(f"{name:>20}" for name in runs))
    for name in columns[0]:
        values = [column[name] for column in columns]
        growth = f"   × {values[-1] / values[0]:.2f}" if len(values) > 1 else ""
        print(f"{name:34}" + "".join(f"{v:20,.2f}" for v in values) + growth)


def _write_nodes(runs: dict[str, Measured], path: Path) -> None:
    """Write the seconds of every fact and rule in every run, slowest first."""
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["run", "layer", "model", "seconds"])
        for name, run in runs.items():
            out.writerows([name, layer, node, took] for node, layer, took in run.nodes)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, nargs="+", default=[0.25])
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument(
        "--knowledge-points",
        type=int,
        nargs="+",
        default=[None],
        help="invented points of a frozen release that the quarter is judged by",
    )
    arguments = parser.parse_args()

    server = Postgres(settings().var_dir)
    server.start()
    folder = settings().var_dir / "bench"
    runs: dict[str, Measured] = {}
    for scale, points in product(arguments.scale, arguments.knowledge_points):
        name = f"scale {scale}" + (f", {points:,}" if points is not None else "")
        print(f"\n{name}" + (" points" if points is not None else ""), flush=True)
        runs[name] = bench(server, folder, scale, arguments.seed, points)
    _print_runs(runs)
    last = next(reversed(runs.values()))
    for layer in ("facts", "rules"):
        print(f"\nslowest {layer} of the last run, s")
        of_layer = [node for node in last.nodes if node[1] == layer]
        for node, _, took in of_layer[:10]:
            print(f"  {node:44}{took:8.2f}")
    _write_nodes(runs, folder / "models.csv")
    print(f"\nall of them: {folder / 'models.csv'}")


if __name__ == "__main__":
    main()
