"""Seals and the key they are made with."""

import pytest
from pydantic import SecretStr

from claim_review.exchange.seal import SealKeyError, holds, key_of, seal

KEY = b"0" * 32


@pytest.mark.parametrize("secret", ["", "change-me-" + "0" * 40, "0" * 15])
def test_a_missing_a_placeholder_and_a_short_key_are_refused(secret):
    with pytest.raises(SealKeyError, match="CLAIM_REVIEW_EXCHANGE_KEY"):
        key_of(SecretStr(secret))


def test_the_key_is_not_shown_when_it_is_refused():
    with pytest.raises(SealKeyError) as caught:
        key_of(SecretStr("short secret"))
    assert "short secret" not in str(caught.value)


def test_a_seal_is_of_these_parts_in_this_order():
    sealed = seal(KEY, "ab", "c")
    assert holds(KEY, sealed, "ab", "c")
    assert not holds(KEY, sealed, "a", "bc")
    assert not holds(KEY, sealed, "c", "ab")
    assert not holds(KEY + b"1", sealed, "ab", "c")
    assert not holds(KEY, "封", "ab", "c")
