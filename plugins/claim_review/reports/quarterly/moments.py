"""Moments and quarters in the bureau's words."""

from datetime import date, datetime

from claim_review.moments import ZONE
from claim_review.quarters import Quarter

PREFECTURE = "甘南州"
_ORDINALS = "一二三四"


def quarter_in_words(quarter: Quarter) -> str:
    """Return 2025年第一季度."""
    return f"{quarter.year}年第{_ORDINALS[quarter.number - 1]}季度"


def period_in_words(quarter: Quarter) -> str:
    """Return 2025年1月1日至3月31日."""
    first, last = quarter.first_day, quarter.last_day
    return f"{day_in_words(first)}至{last.month}月{last.day}日"


def day_in_words(day: date) -> str:
    """Return 2025年4月16日."""
    return f"{day.year}年{day.month}月{day.day}日"


def in_words(moment: datetime) -> str:
    """Return the moment in the bureau's time: 2025年4月16日0时."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone")
    local = moment.astimezone(ZONE)
    minute = f"{local.minute}分" if local.minute else ""
    return f"{day_in_words(local)}{local.hour}时{minute}"
