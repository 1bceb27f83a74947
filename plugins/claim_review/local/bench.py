"""Times the main job by stage on the demo province: `make bench`."""

import argparse
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from claim_review import dbt, landing, review_runs
from claim_review.local import direct
from claim_review.local.postgres import Postgres
from claim_review.province import demo
from claim_review.settings import settings

QUARTER = "2025Q1"
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


def _scan_seconds(url: str) -> float:
    with psycopg.connect(url) as connection:
        connection.execute(FULL_SCAN)
        began = time.perf_counter()
        connection.execute(FULL_SCAN)
        return time.perf_counter() - began


def bench(scale: float, seed: int, folder: Path, url: str) -> dict[str, float]:
    """Run one quarter through all stages and return the seconds that each one took."""
    seconds: dict[str, float] = {}
    with _stage("generate", seconds):
        demo.write_province(
            folder / "landing", folder / "truth", seed, scale, [QUARTER]
        )
    with _stage("land", seconds):
        landing.load_quarter_or_fail(
            url, folder / "landing", folder / "quality", QUARTER, datetime.now(UTC)
        )
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
    arguments = parser.parse_args()

    server = Postgres(settings().var_dir)
    server.start()
    folder = settings().var_dir / "bench"
    shutil.rmtree(folder, ignore_errors=True)
    url = direct.fresh_database(server, "bench")
    seconds = bench(arguments.scale, arguments.seed, folder, url)

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
