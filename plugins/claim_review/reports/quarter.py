"""The quarter's reports, dashboard, portraits and training packs as one publication."""

from datetime import datetime
from pathlib import Path

import psycopg

from claim_review.moments import ZONE
from claim_review.quarters import Quarter
from claim_review.reports import inputs, quarter_files
from claim_review.reports.clinical import content as clinical
from claim_review.reports.clinical import facts as clinical_facts
from claim_review.reports.folders import alone
from claim_review.reports.fonts import find_fonts
from claim_review.reports.gates import leaks, plausibility
from claim_review.reports.institutions import content as institutions
from claim_review.reports.institutions import facts as institutions_facts
from claim_review.reports.publications import moment, record
from claim_review.reports.quarterly import content as quarterly
from claim_review.reports.quarterly import facts as quarterly_facts
from claim_review.reports.revision import causes, standing
from claim_review.reports.shelf import Bundle, Publication, publish
from claim_review.settings import Settings

KIND = "quarter"
REPORTS = {
    "quarterly": (quarterly_facts, quarterly),
    "institutions": (institutions_facts, institutions),
    "clinical": (clinical_facts, clinical),
}


def publish_quarter(
    connection: psycopg.Connection, settings: Settings, quarter: str, as_of: datetime
) -> Publication:
    """Publish what the quarter's marts and its cases say; again changes nothing.

    The caller's transaction decides whether all of it is seen at one moment. Raises
    NothingToReportError without data, ImplausibleReportError when figures contradict
    each other, LeakError for what tells of a person, EarlierMomentError,
    OtherVersionError, InputsRefusedError and MissingGlyphsError.
    """
    with alone(settings.var_dir / "reports" / quarter) as shelf:
        as_of = moment(connection, KIND, quarter, as_of, is_demo=settings.is_demo)
        return _published(connection, settings, quarter, as_of, shelf)


def _published(
    connection: psycopg.Connection,
    settings: Settings,
    quarter: str,
    as_of: datetime,
    shelf: Path,
) -> Publication:
    period = Quarter.parse(quarter)
    written = inputs.read(settings.var_dir, quarter)
    facts, contents = {}, {}
    for name, (source, report) in REPORTS.items():
        facts[name] = source.read(connection, period, as_of)
        contents[name] = report.build(facts[name], written)
    plausibility.check(connection, period, as_of, list(contents.values()))
    beside = quarter_files.read(connection, period, as_of, settings.parties)
    known = leaks.secrets(connection, period)
    stands_on = standing.of_quarter(connection, quarter, as_of)
    fonts = find_fonts(settings.report_font_dir, word=settings.report_word_fonts)
    day = as_of.astimezone(ZONE).date()
    published = publish(
        shelf,
        Bundle(
            kind=KIND,
            period=quarter,
            contents=contents,
            beside=beside.told(),
            write_beside=beside.write,
            enclosures={"quarterly": [quarter_files.DASHBOARD]},
            held={"clinical": clinical.missing_comments(facts["clinical"], written)},
            packs=beside.pack_files(),
            stands_on=stands_on.told(),
            explain=causes.explain(connection, stands_on, *REPORTS),
        ),
        fonts,
        day,
        settings.parties,
        lambda folder: leaks.check(folder, known),
    )
    clinical_out = settings.var_dir / "exchange" / "out" / "clinical" / quarter
    quarter_files.write_extracts(
        beside.extracts,
        clinical_out / f"v{published.version}",
        published.version,
        day,
        fonts,
        settings.parties,
    )
    record(connection, published, as_of)
    return published
