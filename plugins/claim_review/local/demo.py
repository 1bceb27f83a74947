"""The demo province's batches, made once for each seed and scale."""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from claim_review.local.batches import read_batch

# The first is delivered at once; the others wait in var/demo for whoever wants to
# see the next quarter or a late batch arrive.
QUARTERS = ("2025Q1", "2025Q2")


@dataclass(frozen=True)
class Demo:
    """One demo province below `var/demo`; the same seed and scale give the same."""

    var_dir: Path
    seed: int
    scale: float

    @property
    def source(self) -> str:
        return f"demo-seed{self.seed}-scale{self.scale:g}"

    @property
    def folder(self) -> Path:
        return self.var_dir / "demo" / self.source

    def start_making(self) -> subprocess.Popen | None:
        """Start to write the province aside; return None when it is there."""
        if self.folder.exists():
            return None
        fresh = self.folder.with_name(f"{self.source}.new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True)
        options = {
            "--landing": fresh / "landing",
            "--truth": fresh / "truth",
            "--seed": self.seed,
            "--scale": self.scale,
            "--quarters": ",".join(QUARTERS),
        }
        words = [str(word) for option in options.items() for word in option]
        return subprocess.Popen(
            [sys.executable, "-m", "claim_review.province.demo", *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def deliver(self, making: subprocess.Popen | None, landing_dir: Path) -> list[str]:
        """Put the first quarter's batches into the landing folder; return their names.

        Waits for `making`; raises RuntimeError with what it printed when it failed.
        """
        if making is not None:
            printed, _ = making.communicate()
            if making.returncode != 0:
                raise RuntimeError(f"the demo province could not be made:\n{printed}")
            self.folder.with_name(f"{self.source}.new").rename(self.folder)
        landing_dir.mkdir(parents=True, exist_ok=True)
        delivered = []
        for made in sorted((self.folder / "landing").iterdir()):
            target = landing_dir / made.name
            if read_batch(made).quarter == QUARTERS[0] and not target.exists():
                self._copy_whole(made, target)
                delivered.append(made.name)
        return delivered

    def _copy_whole(self, made: Path, target: Path) -> None:
        """Copy aside and rename, so that nobody ever sees half a batch."""
        aside = self.folder / f"{made.name}.outgoing"
        shutil.rmtree(aside, ignore_errors=True)
        shutil.copytree(made, aside)
        aside.rename(target)
