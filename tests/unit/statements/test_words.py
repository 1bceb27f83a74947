"""Amounts in words are as payment papers want them, and say the amount."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claim_review.statements.words import in_words

DIGITS = {digit: value for value, digit in enumerate("零壹贰叁肆伍陆柒捌玖")}
PLACES = {"拾": 10, "佰": 100, "仟": 1000}


def read(words: str) -> Decimal:
    """Return the amount that the words say, read from left to right."""
    sign = -1 if words.startswith("负") else 1
    yuan, _, rest = words.removeprefix("负").removesuffix("整").rpartition("元")
    fen, digit = 0, 0
    for character in rest:
        if character in "角分":
            fen += digit * (10 if character == "角" else 1)
        else:
            digit = DIGITS[character]
    return sign * (Decimal(whole(yuan)) + Decimal(fen) / 100)


def whole(words: str) -> int:
    # 万亿 is one unit; as a single character it can be read like the others.
    units = {"兆": 10**12, "亿": 10**8, "万": 10**4}
    total, group, digit = 0, 0, 0
    for character in words.replace("万亿", "兆"):
        if character in units:
            total += (group + digit) * units[character]
            group, digit = 0, 0
        elif character in PLACES:
            group += digit * PLACES[character]
            digit = 0
        else:
            digit = DIGITS[character]
    return total + group + digit


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "零元整"),
        ("0.05", "伍分"),
        ("0.50", "伍角整"),
        ("1", "壹元整"),
        ("10.05", "壹拾元零伍分"),
        ("10.50", "壹拾元伍角整"),
        ("1004.50", "壹仟零肆元伍角整"),
        ("1409.50", "壹仟肆佰零玖元伍角整"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("107000.53", "壹拾万柒仟元伍角叁分"),
        ("100000000.01", "壹亿元零壹分"),
        ("100010000", "壹亿零壹万元整"),
        ("100000001", "壹亿零壹元整"),
        ("-3", "负叁元整"),
    ],
)
def test_amounts_are_written_as_on_payment_papers(amount, words):
    assert in_words(Decimal(amount)) == words


@given(st.decimals(min_value=-(10**16) + 1, max_value=10**16 - 1, places=2))
def test_the_words_say_the_amount_and_never_two_zeros(amount):
    words = in_words(amount)
    assert read(words) == amount
    assert "零零" not in words


@pytest.mark.parametrize("amount", ["0.001", "10000000000000000"])
def test_what_cannot_be_written_is_refused(amount):
    with pytest.raises(ValueError, match=r"fen|too large"):
        in_words(Decimal(amount))
