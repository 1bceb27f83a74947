"""Read what has changed at a source since the last time, and make batches of it.

The warehouse's record of a window is the moment at which it is done. What a process
that died left before that is thrown away; what it left after that is put in place.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import psycopg

from claim_review.moments import ZONE
from claim_review.province.extract import watermarks
from claim_review.province.extract.mapping import Mapping
from claim_review.province.extract.reading import take
from claim_review.province.extract.watermarks import Extracted, Watermark
from claim_review.province.extract.window import Calendar, Window
from claim_review.province.extract.writing import write_manifest
from claim_review.quarters import Quarter
from claim_review.settings import Settings
from claim_review.warehouse import RefusedError

Told = Callable[[str], None]


def say(line: str) -> None:
    """Print a line of progress at once."""
    print(line, flush=True)


# Nobody looks for batches below it; a batch is moved out of it when it is recorded.
PARTS = ".part"


def extract(
    source_url: str,
    warehouse_url: str,
    mapping: Mapping,
    settings: Settings,
    now: datetime,
    since: datetime | None = None,
    told: Told = say,
) -> list[Extracted]:
    """Extract what changed up to `now` less the lag; return one entry per window.

    With `since`, all that changed from then on is extracted, even if it was before.
    Raises RefusedError when that would leave a gap, when the source lacks a required
    column, and when another extraction of the source is running.
    """
    with (
        psycopg.connect(warehouse_url, autocommit=True) as warehouse,
        watermarks.alone(warehouse, mapping.source),
    ):
        run = _Run(source_url, warehouse, mapping, settings, now, told)
        run.put_in_place()
        return run.extract(since)


@dataclass(frozen=True)
class _Run:
    source_url: str
    warehouse: psycopg.Connection
    mapping: Mapping
    settings: Settings
    now: datetime
    told: Told

    @property
    def parts(self) -> Path:
        return self.settings.landing / PARTS / self.mapping.source

    def put_in_place(self) -> None:
        """Finish what is recorded, throw away what is not."""
        for batch_id in watermarks.unpublished(self.warehouse, self.mapping.source):
            if (self.parts / batch_id).is_dir():
                self.told(f"{batch_id} was complete; it is put in place now")
            elif not (self.settings.landing / batch_id / "manifest.json").is_file():
                raise RefusedError(
                    f"{batch_id} was extracted, but lies neither in "
                    f"{self.settings.landing} nor in {self.parts}"
                )
            self._publish(batch_id)
        for left in self.parts.iterdir() if self.parts.exists() else ():
            self.told(f"{left.name} was not complete; it is thrown away")
            shutil.rmtree(left)

    def extract(self, since: datetime | None) -> list[Extracted]:
        kept = watermarks.read(self.warehouse, self.mapping.source)
        begin = self._begin(kept, since)
        # Whoever reads again meets rows that are seen, and wants them.
        marks = kept if since is None else {}
        done = []
        for end in self._calendar.ends(begin, self.now - self.mapping.lag):
            windows = self._windows(marks, since or self.mapping.begin, end)
            extracted, marks = self._one_window(windows, marks, kept, end)
            done.append(extracted)
        return done

    @property
    def _calendar(self) -> Calendar:
        first = Quarter.of(self.mapping.begin.astimezone(ZONE).date())
        return Calendar(first, self.settings.release_lag_days)

    def _begin(self, kept: dict[str, Watermark], since: datetime | None) -> datetime:
        """Return from where on the source has to be read, without the overlap."""
        names = [place.table.name for place in self.mapping.tables]
        begin = min(
            kept[name].extracted_to if name in kept else self.mapping.begin
            for name in names
        )
        if since is not None and since > begin:
            raise RefusedError(
                f"{self.mapping.source} is extracted up to {_local(begin)}; "
                f"to begin at {_local(since)} would leave a gap"
            )
        return since or begin

    def _windows(
        self, marks: dict[str, Watermark], begin: datetime, end: datetime
    ) -> dict[str, Window]:
        overlap = self.mapping.overlap
        begins = {
            name: marks[name].extracted_to - overlap if name in marks else begin
            for name in (place.table.name for place in self.mapping.tables)
        }
        again, never = end - overlap, self.now + timedelta(days=1)
        return {
            name: Window(begin, end, again, never) for name, begin in begins.items()
        }

    def _one_window(
        self,
        windows: dict[str, Window],
        marks: dict[str, Watermark],
        kept: dict[str, Watermark],
        end: datetime,
    ) -> tuple[Extracted, dict[str, Watermark]]:
        """Read the window, record it, put its batch in place; return the new marks."""
        extraction_id = watermarks.next_id(self.warehouse)
        quarter = str(self._calendar.quarter_of(end))
        day = end.astimezone(ZONE)
        batch_id = f"{quarter}-{self.mapping.source}-{day:%Y%m%d}-{extraction_id}"
        folder = self.parts / batch_id
        folder.mkdir(parents=True)
        known = {name: mark.seen for name, mark in marks.items()}
        taken = take(self.source_url, self.mapping, windows, known, folder, self.told)
        begin = min(window.begin for window in windows.values())
        is_batch = any(taken.rows.values())
        extracted = Extracted(
            extraction_id=extraction_id,
            source=self.mapping.source,
            begin=begin,
            end=end,
            rows=taken.rows if is_batch else {},
            batch_id=batch_id if is_batch else None,
            quarter=quarter if is_batch else None,
            kind=taken.kind(quarter) if is_batch else None,
        )
        if is_batch:
            write_manifest(folder, self.mapping.label, extracted, taken.entries)
        after = {name: Watermark(end, seen) for name, seen in taken.seen.items()}
        # A window that was read again takes back nothing that later ones have read.
        watermarks.record(self.warehouse, extracted, _further(after, kept), self.now)
        if is_batch:
            self._publish(batch_id)
        else:
            shutil.rmtree(folder)
        self.told(_summary(extracted))
        return extracted, marks | _further(after, marks)

    def _publish(self, batch_id: str) -> None:
        if (self.parts / batch_id).is_dir():
            (self.parts / batch_id).rename(self.settings.landing / batch_id)
        watermarks.mark_published(self.warehouse, batch_id, self.now)


def _further(
    after: dict[str, Watermark], before: dict[str, Watermark]
) -> dict[str, Watermark]:
    """Return the watermarks that lie beyond those before."""
    return {
        name: mark
        for name, mark in after.items()
        if name not in before or mark.extracted_to > before[name].extracted_to
    }


def _summary(extracted: Extracted) -> str:
    until = f"{extracted.source} up to {_local(extracted.end)}"
    if extracted.batch_id is None:
        return f"{until}: nothing new"
    rows = sum(extracted.rows.values())
    return f"{until}: {rows} rows in {extracted.batch_id} ({extracted.kind})"


def _local(moment: datetime) -> str:
    return f"{moment.astimezone(ZONE):%Y-%m-%d %H:%M}"
