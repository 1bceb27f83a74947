"""The main job on this machine: land, review and report every quarter of a folder.

    python -m claim_review.local.run [--batches FOLDER] [--scale 0.01] [--seed 7]

Without `--batches` it runs on a made-up demo province. A second run finds that
nothing has changed and says so. Everything it writes lies below `var`.
"""

import argparse
import fcntl
import sys
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from claim_review import landing, migrations, review_runs
from claim_review.local import batches, life, stack, workspace
from claim_review.local.airflow import USER, Airflow
from claim_review.local.console import Console
from claim_review.local.demo import Demo
from claim_review.local.postgres import Postgres
from claim_review.local.summary import summary
from claim_review.local.watch import load_all, run_quarter
from claim_review.province import knowledge
from claim_review.settings import settings


def main() -> int:
    """Run the job; return 0 when every quarter is reviewed and no batch refused."""
    options = _options()
    var_dir = settings().var_dir.resolve()
    (var_dir / "local").mkdir(parents=True, exist_ok=True)
    with (var_dir / "local" / "run.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(f"另一个 make run 正在运行 another make run is at work in {var_dir}")
            return 1
        try:
            return _run(options, var_dir, Console())
        except (RuntimeError, OSError, ValueError) as error:
            print(f"\n失败 failed: {error}", file=sys.stderr)
            return 1
        except KeyboardInterrupt:
            print("\n已中断；Airflow 仍在运行 interrupted; Airflow goes on (make stop)")
            return 130


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--batches", type=Path, help="folder of batches; default: demo")
    parser.add_argument("--scale", type=float, default=0.01, help="size of the demo")
    parser.add_argument("--seed", type=int, default=7, help="seed of the demo")
    return parser.parse_args()


def _run(options: argparse.Namespace, var_dir: Path, console: Console) -> int:
    demo = _demo(options, var_dir)
    landing_dir = var_dir / "landing" if demo else _own_folder(options.batches, var_dir)
    server = Postgres(var_dir)
    server.start()
    console.say(f"PostgreSQL 127.0.0.1:{server.port}")
    source = demo.source if demo else str(landing_dir)
    if parked := workspace.switch_to(source, var_dir):
        console.say(f"已换到 now on {source}; 原有结果保留 kept: {parked}")
    making = demo.start_making() if demo else None
    url = server.url("warehouse")
    migrations.upgrade(url)
    airflow = Airflow(var_dir, landing_dir, is_demo=demo is not None)
    since = stack.start_airflow(airflow, console)
    if demo:
        for name in demo.deliver(making, landing_dir):
            console.say(f"演示批次 demo batch {name}")
        with psycopg.connect(url) as warehouse:
            knowledge.release(warehouse, demo.folder / "lists", datetime.now(UTC))
    found = batches.find(landing_dir)
    if not found:
        raise ValueError(f"{landing_dir} 中没有批次 holds no folder with manifest.json")
    with psycopg.connect(url, autocommit=True) as warehouse:
        changed = _review(airflow, since, found, warehouse, console)
        if demo:
            changed = life.play(airflow, since, console) or changed
        refused = _refused(found, warehouse)
    _tell(changed, refused, found, airflow, console)
    return 1 if refused else 0


def _review(
    airflow: Airflow,
    since: datetime | None,
    found: list[batches.Batch],
    warehouse: psycopg.Connection,
    console: Console,
) -> bool:
    """Bring every quarter up to date; return whether there was anything to do."""
    news = [batch for batch in found if batches.recorded(warehouse, batch) is None]
    for batch in news:
        if batch.quarter is None:
            _refuse(batch, airflow.var_dir)
    every = batches.quarters(found)
    fresh = batches.quarters(news)
    stale = [q for q in every if q in fresh or not review_runs.is_current(warehouse, q)]
    if not stale:
        return bool(news)
    api = stack.wait_for_airflow(airflow, since, console)
    if len(every) > 1 and fresh:
        load_all(api, fresh, airflow, console)
    for quarter in every:
        if quarter in stale or not review_runs.is_current(warehouse, quarter):
            run_quarter(api, quarter, airflow, console)
    return True


def _refuse(batch: batches.Batch, var_dir: Path) -> None:
    """Record the refusal of a batch that names no quarter: no DAG run would."""
    url = Postgres(var_dir).url("warehouse")
    quality_dir = var_dir / "quality"
    landing.load_batch(url, batch.seen.folder, quality_dir, datetime.now(UTC))


def _refused(found: list[batches.Batch], warehouse: psycopg.Connection) -> list[str]:
    told = []
    for batch in found:
        known = batches.recorded(warehouse, batch)
        if known and known.status == "refused":
            told.append(f"{batch.seen.folder.name}: {known.reason}")
    return told


def _tell(
    changed: bool,
    refused: list[str],
    found: list[batches.Batch],
    airflow: Airflow,
    console: Console,
) -> None:
    url = Postgres(airflow.var_dir).url("warehouse")
    every = batches.quarters(found)
    for quarter in every:
        for line in summary(url, airflow.var_dir, quarter):
            console.plain(line)
    console.plain()
    if not changed:
        console.plain(
            "没有变化：所有批次均已入库，所有季度的审核与报告都是最新的。\n"
            "Nothing has changed: every batch is known, every quarter up to date."
        )
    for reason in refused:
        console.plain(f"批次被拒收 refused batch {reason}")
    console.plain(f"Airflow    {airflow.url}")
    console.plain(f"           user {USER}, password {airflow.password}")
    console.plain(f"warehouse  {url}")
    console.plain(f"用时 elapsed {console.elapsed:.0f} s; 停止 to stop: make stop")


def _demo(options: argparse.Namespace, var_dir: Path) -> Demo | None:
    """Return the demo to run on, None for own batches."""
    own = options.batches and options.batches.resolve() != var_dir / "landing"
    return None if own else Demo(var_dir, options.seed, options.scale)


def _own_folder(folder: Path, var_dir: Path) -> Path:
    """Return the absolute folder; raise ValueError for one that cannot be a source."""
    folder = folder.resolve()
    if not folder.is_dir():
        raise ValueError(f"{folder} 不是文件夹 is not a folder")
    moved = [var_dir / name for name in (*workspace.FOLDERS, "parked")]
    if any(folder.is_relative_to(place) for place in moved):
        raise ValueError(f"{folder} 会被移走 would be moved; choose another folder")
    return folder


if __name__ == "__main__":
    sys.exit(main())
