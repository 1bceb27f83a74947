"""The warehouse and the files beside it, saved together and brought back together."""

import hashlib
import json
import os
import shutil
import subprocess
import tarfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict

from claim_review.archive.kept_files import difference
from claim_review.local.postgres_account import bin_dir
from claim_review.warehouse import RefusedError

FORMAT = "claim-review/backup@1"
_MANIFEST, _DUMP, _FILES = "manifest.json", "warehouse.dump", "files.tar"
# What people were sent and sent back. Batches are the province's; keys and passwords
# (var/local, var/postgres) are kept elsewhere; dbt and Airflow make theirs again.
FOLDERS = (
    "exchange",
    "mail",
    "platform",
    "quality",
    "reminders",
    "reports",
    "statements",
)
_ENVIRONMENT = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
}


# Between the backup and the accident they may have left: a person looks.
_UNCERTAIN = """
update notify.outbox
set
    status = 'uncertain',
    lease_until = null,
    last_error = 'restored from a backup of ' || %s || '; it may have left since'
where status in ('queued', 'sending')
"""


@dataclass(frozen=True)
class Restored:
    """Quarters that were reviewed, and how many messages a person has to look at."""

    quarters: list[str]
    uncertain: int


def backup(url: str, var_dir: Path, folder: Path, now: datetime) -> int:
    """Save the warehouse and its files into a new folder; return the bytes written.

    The database comes first: files are written before rows tell of them, so the files
    that are saved after it hold all that the rows tell of.
    """
    folder = folder.resolve()
    if folder.exists():
        raise RefusedError(f"{folder} is there already; name a folder that is not")
    part = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True, mode=0o700)
    _run(url, "pg_dump", "--format=custom", "--no-owner", f"--file={part / _DUMP}")
    with tarfile.open(part / _FILES, "w") as tar:
        for name in FOLDERS:
            if (var_dir / name).is_dir():
                tar.add(var_dir / name, name)
    told = {
        "format": FORMAT,
        "made_at": now.isoformat(),
        "files": {name: _sha256(part / name) for name in (_DUMP, _FILES)},
    }
    (part / _MANIFEST).write_text(json.dumps(told, indent=2) + "\n", "utf-8")
    part.rename(folder)
    return sum(path.stat().st_size for path in folder.iterdir())


def restore(url: str, var_dir: Path, folder: Path) -> Restored:
    """Bring a backup into an empty database and an empty var folder.

    Messages that waited to be sent become uncertain. Raises RefusedError when the files
    are not those of the backup, or when there is anything that it would overwrite.
    """
    folder = folder.resolve()
    manifest = _manifest(folder)
    broken = [
        why
        for name, sha256 in manifest["files"].items()
        if (why := difference(folder / name, sha256))
    ]
    broken += [
        f"{var_dir / name} holds files already"
        for name in FOLDERS
        if (var_dir / name).is_dir() and any((var_dir / name).iterdir())
    ]
    with psycopg.connect(url) as connection:
        query = "select to_regnamespace('raw') is not null"
        if connection.execute(query).fetchone()[0]:
            broken.append(f"database {connection.info.dbname} is a warehouse already")
    if broken:
        raise RefusedError("\n".join(broken))
    jobs = ("--jobs=2", "--exit-on-error", "--no-owner", "--no-privileges")
    name = conninfo_to_dict(url)["dbname"]
    _run(url, "pg_restore", *jobs, f"--dbname={name}", str(folder / _DUMP))
    with tarfile.open(folder / _FILES) as tar:
        tar.extractall(var_dir, filter="data")
    with psycopg.connect(url, autocommit=True) as connection:
        uncertain = connection.execute(_UNCERTAIN, [manifest["made_at"]]).rowcount
        connection.execute("analyze")
        quarters = connection.execute(
            "select distinct quarter from review.run where status = 'reviewed' "
            "order by quarter"
        ).fetchall()
    return Restored([quarter for (quarter,) in quarters], uncertain)


def _manifest(folder: Path) -> dict:
    try:
        told = json.loads((folder / _MANIFEST).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise RefusedError(f"{folder} is no backup: {error}") from error
    if told.get("format") != FORMAT:
        raise RefusedError(f"{folder / _MANIFEST} is not of format {FORMAT}")
    return told


def _run(url: str, program: str, *arguments: str) -> None:
    """Run a program on the database; others must not read its password in `ps`."""
    told = conninfo_to_dict(url)
    given = {
        _ENVIRONMENT[name]: str(told[name]) for name in _ENVIRONMENT if name in told
    }
    done = subprocess.run(
        [str(bin_dir() / program), *arguments],
        env=os.environ | given,
        capture_output=True,
        text=True,
    )
    if done.returncode != 0:
        raise RefusedError(f"{program} failed:\n{done.stderr.strip()}")


def _sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
