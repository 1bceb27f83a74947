"""Amounts and days as digests say them."""

import csv
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from claim_review.exchange.issuing import day_in_words
from claim_review.moments import ZONE
from claim_review.settings import REPO_DIR


def money(amount: str) -> str:
    """Return yuan such as 1,234.50元."""
    return f"{Decimal(amount):,.2f}元"


def sums(facts: dict[str, Any]) -> str:
    """Return the fee and the fund's part of it."""
    return f"{money(facts['amount'])}（其中基金{money(facts['fund_amount'])}）"


def plain_day(day: str) -> str:
    """Return an ISO day such as 2025年8月4日."""
    date_ = date.fromisoformat(day)
    return f"{date_.year}年{date_.month}月{date_.day}日"


def due(facts: dict[str, Any]) -> str:
    """Return the last day in words."""
    due_at = datetime.fromisoformat(facts["due_at"])
    return day_in_words(due_at, facts["is_provisional"])


def until(facts: dict[str, Any], today: date) -> str:
    """Return the last day in words, how near it is, and the workdays that are left."""
    due_at = datetime.fromisoformat(facts["due_at"]).astimezone(ZONE)
    distance = ((due_at - timedelta(microseconds=1)).date() - today).days
    near = {0: "今日截止：", 1: "明日截止："}.get(distance, "截止：")
    left = facts["remaining"]
    if left < 0:
        return f"已于{due(facts)}截止"
    rest = f"剩余{left}个工作日" if left else "为最后一个工作日"
    return f"{near}{due(facts)}，{rest}"


def county(region: str) -> str:
    """Return the name of a county of the prefecture, the code of any other region."""
    return _counties().get(region, region)


@cache
def _counties() -> dict[str, str]:
    with (REPO_DIR / "include/rules/knowledge/counties.csv").open(
        encoding="utf-8"
    ) as file:
        return {row["admdvs"]: row["county"] for row in csv.DictReader(file)}
