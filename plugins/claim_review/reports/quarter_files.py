"""What is published beside the reports of a quarter: pages, packs, extracts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import psycopg

from claim_review.quarters import Quarter
from claim_review.reports.clinical.extract import extracts
from claim_review.reports.dashboard import content as dashboard
from claim_review.reports.dashboard import facts as dashboard_facts
from claim_review.reports.dashboard import page
from claim_review.reports.document import Content
from claim_review.reports.editions import edition
from claim_review.reports.folders import put_in_place
from claim_review.reports.fonts import Fonts
from claim_review.reports.portraits import content as portraits
from claim_review.reports.portraits import facts as portraits_facts
from claim_review.reports.portraits.pages import render_all
from claim_review.reports.training import facts as training_facts
from claim_review.reports.training import handout, pack, slides
from claim_review.reports.word import report_docx

PORTRAITS, TRAINING, DASHBOARD = "机构画像", "培训材料", "看板.html"


@dataclass(frozen=True)
class Beside:
    """The facts and texts of what stands beside the reports; `packs` are by county."""

    dashboard: Content
    portraits: portraits_facts.Facts
    packs: dict[str, pack.Pack]
    extracts: list[Content]
    parties: dict[str, str]

    def told(self) -> dict[str, Any]:
        """Return all that these files say, as JSON."""
        return {
            "dashboard": self.dashboard,
            "portraits": [
                portraits.build(self.portraits, each)
                for each in self.portraits.institutions
            ],
            "packs": self.packs,
            "extracts": self.extracts,
        }

    def write(
        self, folder: Path, editions: dict[str, Content], fonts: Fonts, day: date
    ) -> None:
        """Write dashboard, portraits and packs into the folder of a version."""
        version = next(iter(editions.values()))["version"]
        shown = edition(self.dashboard, version, None, self.parties)
        (folder / DASHBOARD).write_bytes(page.render(shown))
        render_all(self.portraits, folder / PORTRAITS, fonts, day)
        (folder / TRAINING).mkdir()
        for told in self.packs.values():
            stem = folder / TRAINING / told["title"]
            stem.with_suffix(".pptx").write_bytes(slides.render(told, fonts.word))
            papers = edition(handout.build(told), version, None, self.parties, "培训用")
            stem.with_suffix(".docx").write_bytes(
                report_docx(papers, {}, day, fonts.word)
            )

    def pack_files(self) -> list[dict[str, Any]]:
        """Return each county's pack: its region, title and files."""
        return [
            {
                "region": region,
                "title": told["title"],
                "files": [f"{TRAINING}/{told['title']}{s}" for s in (".pptx", ".docx")],
            }
            for region, told in self.packs.items()
        ]


def read(
    connection: psycopg.Connection,
    quarter: Quarter,
    as_of: datetime,
    parties: dict[str, str],
) -> Beside:
    """Return what these files are made of, cases as they stood at `as_of`."""
    taught = training_facts.read(connection, quarter, as_of)
    packs = {each["county_code"]: pack.build(taught, each) for each in taught.counties}
    return Beside(
        dashboard.build(dashboard_facts.read(connection, quarter, as_of)),
        portraits_facts.read(connection, quarter, as_of),
        packs,
        extracts(connection, quarter, as_of),
        parties,
    )


def write_extracts(
    told: Sequence[Content],
    folder: Path,
    version: int,
    day: date,
    fonts: Fonts,
    parties: dict[str, str],
) -> None:
    """Write each institution's extract into a folder of the exchange, once.

    They hold numbers of bills and are for the institution alone.
    """
    if folder.exists():
        return
    with put_in_place(folder) as made:
        for content in told:
            papers = edition(content, version, None, parties, "机构自查用")
            file = made / f"{content['institution']}.docx"
            file.write_bytes(report_docx(papers, {}, day, fonts.word))
