"""Amounts in the capital characters that payment papers use."""

from decimal import Decimal

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")
_LIMIT = Decimal(10) ** 16


def in_words(amount: Decimal) -> str:
    """Return yuan in words: 1004.50 is 壹仟零肆元伍角整, -3 is 负叁元整.

    Raises ValueError for parts of a fen and from ten thousand 万亿 on.
    """
    if amount != amount.quantize(Decimal("0.01")):
        raise ValueError(f"{amount} has parts of a fen")
    if abs(amount) >= _LIMIT:
        raise ValueError(f"{amount} is too large to be written in words")
    yuan, fen = divmod(int(abs(amount) * 100), 100)
    sign = "负" if amount < 0 else ""
    whole = f"{_whole(yuan)}元" if yuan else ""
    return f"{sign}{whole}{_cents(fen, bool(yuan))}" or "零元整"


def _cents(fen: int, has_yuan: bool) -> str:
    tens, ones = divmod(fen, 10)
    if not fen:
        return "整" if has_yuan else ""
    if not tens:
        return ("零" if has_yuan else "") + f"{_DIGITS[ones]}分"
    return f"{_DIGITS[tens]}角" + (f"{_DIGITS[ones]}分" if ones else "整")


def _whole(number: int) -> str:
    """Return a number above 0, four digits at a time."""
    words = ""
    for group in range(len(_GROUPS) - 1, -1, -1):
        digits = number // 10_000**group % 10_000
        if not digits:
            continue
        # A gap in the digits is read as one zero.
        if words and (digits < 1000 or _ends_in_gap(number, group)):
            words += "零"
        words += _four(digits) + _GROUPS[group]
    return words


def _ends_in_gap(number: int, group: int) -> bool:
    """Return whether the group before is empty, so that a zero is spoken."""
    return number // 10_000 ** (group + 1) % 10_000 == 0


def _four(digits: int) -> str:
    words, gap = "", False
    for place in range(3, -1, -1):
        digit = digits // 10**place % 10
        if digit:
            words += ("零" if gap and words else "") + _DIGITS[digit] + _PLACES[place]
        gap = not digit
    return words
