"""Which hit is told as an example, and how little of it."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

Row = dict[str, Any]

SEXES = {"1": "男性", "2": "女性"}
_AGES = ((15, "少年儿童"), (45, "青壮年"), (65, "中年"), (200, "老年"))


def choose(hits: Iterable[Row], least: int) -> Row | None:
    """Return the hit of the median amount, None with hits of fewer persons.

    Ties go by the number of the hit, so that any order of rows gives the same one.
    """
    ranked = sorted(hits, key=lambda hit: (hit["hit_fee_amount"], hit["hit_id"]))
    if len({hit["psn_no"] for hit in ranked}) < least:
        return None
    return ranked[(len(ranked) - 1) // 2]


def told(scene: Row) -> str:
    """Return the scene without what would tell who it was or where."""
    who = f"一名{age_group(scene['brdy'], scene['settled_on'])}"
    who += f"{SEXES.get(scene['gend'], '')}参保人"
    where = scene["institution_class"] or "定点机构"
    kind = f"（{scene['med_type_name']}）" if scene["med_type_name"] else ""
    what = ""
    if scene["hilist_name"]:
        what = f"，收费项目“{scene['hilist_name']}”，数量{plain_number(scene['cnt'])}"
    amount = about(scene["hit_fee_amount"])
    return f"{who}在某{where}就医{kind}{what}，涉及费用{amount}。"


def without_traces(reason: str) -> str:
    """Return a reason without days, ages, long numbers and exact amounts."""
    text = re.sub(r"\d{4}-\d{2}-\d{2}", "某日", reason)
    text = re.sub(r"\d+ 岁( \d+ 个月)?", "某年龄", text)
    text = re.sub(r"\b([A-Z]\d{2})\.[\dA-Za-z]+", r"\1", text)
    # A price is of the item and of nobody; what was paid may be somebody's.
    paid = r"(?<!价 )\b(\d+\.\d{2}) 元"
    text = re.sub(paid, lambda found: about(Decimal(found[1])), text)
    text = re.sub(r"[A-Za-z]*\d{5,}[A-Za-z\d/]*", "某编码", text)
    return re.sub(r" *(某日|某年龄|某编码) *", r"\1", text)


def age_group(born: date | None, day: date | None) -> str:
    """Return the group of ages on the day, nothing without a birthday."""
    if born is None or day is None:
        return ""
    age = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    return next(name for limit, name in _AGES if age < limit)


def about(amount: Decimal) -> str:
    """Return an amount to two significant figures, in words."""
    value = Decimal(amount)
    if value < 10:
        return "不足10元"
    step = Decimal(10) ** max(value.adjusted() - 1, 0)
    rounded = (value / step).quantize(Decimal(1), ROUND_HALF_UP) * step
    return f"约{rounded:,.0f}元"


def plain_number(value: Decimal | None) -> str:
    """Return a quantity as people write it: 2, 0.5."""
    return "不详" if value is None else f"{Decimal(value):f}".rstrip("0").rstrip(".")
