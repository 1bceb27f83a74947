"""Times the main job by stage on the demo province: `make bench`."""

import argparse
import csv
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from claim_review import dbt, landing, review_runs
from claim_review.knowledge.release import freeze
from claim_review.knowledge_release import LISTS_DIR
from claim_review.local import direct
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


@contextmanager
def _stage(name: str, seconds: dict[str, float]) -> Iterator[None]:
    began = time.perf_counter()
    yield
    seconds[name] = time.perf_counter() - began
    print(f"{name:24}{seconds[name]:8.1f} s", flush=True)


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
    scale: float, seed: int, folder: Path, url: str, points: int | None = None
) -> dict[str, float]:
    """Run one quarter through all stages and return the seconds that each one took.

    With `points` it is judged by a frozen release of that many invented points more.
    """
    seconds: dict[str, float] = {}
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
    review = review_runs.begin(url, "bench", QUARTER, datetime.now(UTC))
    for layer in dbt.LAYERS:
        with _stage(layer, seconds):
            dbt.build_layer(layer, review, url)
    seconds["full scan of net lines"] = _scan_seconds(url)
    return seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=0.25)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument(
        "--knowledge-points",
        type=int,
        help="invented points of a frozen release that the quarter is judged by",
    )
    arguments = parser.parse_args()

    server = Postgres(settings().var_dir)
    server.start()
    folder = settings().var_dir / "bench"
    shutil.rmtree(folder, ignore_errors=True)
    url = direct.fresh_database(server, "bench")
    seconds = bench(
        arguments.scale, arguments.seed, folder, url, arguments.knowledge_points
    )

    with psycopg.connect(url) as connection:
        lines = connection.execute(
            "select count(*) from intermediate.int_fee_lines"
        ).fetchone()[0]
        rule_seconds = connection.execute(
            """
            select sum(seconds) from review.run_node
            where layer = 'rules' and resource_type = 'model'
            """
        ).fetchone()[0]
    scan = seconds["full scan of net lines"]
    print(f"\n{lines:,} net fee lines at scale {arguments.scale}")
    print(f"{'full scan of net lines':24}{scan:8.2f} s")
    print(f"{'all rules, in dbt':24}{rule_seconds:8.2f} s (sum over rules)")
    print(f"all rules ÷ one full scan of the net lines = {seconds['rules'] / scan:.1f}")


if __name__ == "__main__":
    main()
