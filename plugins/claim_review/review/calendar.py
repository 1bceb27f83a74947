"""Writes `include/process/state_holidays.csv` from the package chinesecalendar.

Used as `python -m claim_review.review.calendar` on a development machine, each November
when the State Council has announced the next year and the package has been updated.
"""

import csv
import io
import sys
from datetime import date

from claim_review.review.reference import PROCESS_DIR, TABLES
from claim_review.review.workdays import NATION

# Each notice: the day on which it was announced, and its number.
NOTICES = {
    2024: (date(2023, 10, 25), "国办发明电〔2023〕7号"),
    2025: (date(2024, 11, 12), "国办发明电〔2024〕12号"),
    2026: (date(2025, 11, 4), "国办发明电〔2025〕7号"),
}
FILE = PROCESS_DIR / "state_holidays.csv"


def state_holidays() -> str:
    """Return the CSV of all days on which the notices depart from the week.

    Raises ModuleNotFoundError where chinesecalendar is not installed, ValueError where
    it does not know a year yet.
    """
    from chinese_calendar.constants import Holiday, holidays, workdays

    unknown = sorted(NOTICES.keys() - {day.year for day in holidays})
    if unknown:
        raise ValueError(f"chinesecalendar has no holidays of {unknown}; update it")
    chinese = {holiday.value: holiday.chinese for holiday in Holiday}
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(TABLES[0].columns)
    days = {day: (False, name) for day, name in holidays.items()}
    days |= {day: (True, name) for day, name in workdays.items()}
    for day, (is_workday, name) in sorted(days.items()):
        if day.year in NOTICES:
            announced_on, source = NOTICES[day.year]
            writer.writerow(
                (
                    *(NATION, day, str(is_workday).lower(), chinese[name]),
                    *(day.year, announced_on, source),
                )
            )
    return text.getvalue()


def main() -> int:
    """Write the file; return 0."""
    FILE.write_text(state_holidays(), "utf-8")
    print(f"{FILE}: {', '.join(map(str, NOTICES))}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
