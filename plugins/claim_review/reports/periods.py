"""Quarters, days and moments as reports write them."""

from datetime import date, datetime

from claim_review.moments import ZONE
from claim_review.quarters import Quarter

PREFECTURE = "甘南州"
_ORDINALS = "一二三四"


class NothingToReportError(ValueError):
    """The quarter has no data or was not reviewed."""


def quarter_name(quarter: Quarter) -> str:
    """Return 2025年第一季度."""
    return f"{quarter.year}年第{_ORDINALS[quarter.number - 1]}季度"


def period(quarter: Quarter) -> str:
    """Return 2025年1月1日至3月31日."""
    return period_of(quarter.first_day, quarter.last_day)


def period_of(first: date, last: date) -> str:
    """Return 2025年5月31日至6月30日; the year stands once where it is the same."""
    end = f"{last.month}月{last.day}日" if last.year == first.year else day(last)
    return f"{day(first)}至{end}"


def day(day: date) -> str:
    """Return 2025年4月16日."""
    return f"{day.year}年{day.month}月{day.day}日"


def in_words(moment: datetime) -> str:
    """Return the moment in the bureau's time: 2025年4月16日0时."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone")
    local = moment.astimezone(ZONE)
    minute = f"{local.minute}分" if local.minute else ""
    return f"{day(local)}{local.hour}时{minute}"
