"""Numbers as the bureau reads them: 万元, %, and a dash where there is no base."""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

MISSING = "—"
_CENT = Decimal("0.01")


def _rounded(value: Decimal) -> str:
    text = f"{value.quantize(_CENT, rounding=ROUND_HALF_UP):,}"
    return "0.00" if text == "-0.00" else text


def count(value: int | None) -> str:
    """Return a whole number with thousands separated, or the dash."""
    return MISSING if value is None else f"{value:,}"


def yuan(value: Decimal | None) -> str:
    """Return an amount in yuan with two decimals, or the dash."""
    return MISSING if value is None else _rounded(Decimal(value))


def wan(value: Decimal | None) -> str:
    """Return an amount given in yuan as 万元 with two decimals, or the dash."""
    return MISSING if value is None else _rounded(Decimal(value) / 10_000)


def decimal(value: Decimal | None) -> str:
    """Return a plain quantity, such as days, with two decimals, or the dash."""
    return yuan(value)


def ratio(part: Decimal | None, base: Decimal | None) -> Decimal | None:
    """Return part ÷ base, or None when either is missing or the base is 0."""
    if part is None or not base:
        return None
    return Decimal(part) / Decimal(base)


def percent(fraction: Decimal | None) -> str:
    """Return a fraction (0.018) as a percentage (1.80%), or the dash."""
    return MISSING if fraction is None else f"{_rounded(Decimal(fraction) * 100)}%"


def coverage(done: int, wanted: int) -> str:
    """Return done ÷ wanted as a percentage that is 100.00% only when all is done."""
    share = ratio(done, wanted)
    if share is None:
        return MISSING
    return f"{(share * 100).quantize(_CENT, rounding=ROUND_DOWN)}%"


def signed_percent(fraction: Decimal | None) -> str:
    """Return a change (0.123) with its sign (+12.30%), or the dash."""
    text = percent(fraction)
    return text if text[0] in "-—" or text == "0.00%" else f"+{text}"


def growth(now: Decimal | None, before: Decimal | None) -> str:
    """Return the signed growth over `before`, or the dash without a base."""
    change = ratio(now, before)
    return MISSING if change is None else signed_percent(change - 1)


def points(now: Decimal | None, before: Decimal | None) -> str:
    """Return the change of a share in percentage points, or the dash."""
    if now is None or before is None:
        return MISSING
    return f"{signed_percent(now - before).rstrip('%')}个百分点"


def growth_in_words(now: Decimal | None, before: Decimal | None) -> str | None:
    """Return 增长12.30%, 下降12.30% or 持平; None without a base."""
    text = growth(now, before)
    if text == MISSING:
        return None
    if text == "0.00%":
        return "持平"
    return f"{'下降' if text.startswith('-') else '增长'}{text[1:]}"
