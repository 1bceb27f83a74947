"""Values of databases become the text of the landing contract."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from claim_review.province.extract.cells import amount_of, texts_of


def test_values_are_written_as_the_contract_asks() -> None:
    values = {
        None: "",
        "文本": "文本",
        Decimal("1E+3"): "1000",
        Decimal("0.10"): "0.10",
        0.1: "0.1",
        1e21: "1000000000000000000000",
        310: "310",
        datetime(2025, 3, 1, 8, 30): "2025-03-01 08:30:00",  # noqa: DTZ001
        datetime(2025, 3, 1, 8, 30, 0, 5): "2025-03-01 08:30:00.000005",  # noqa: DTZ001
        datetime(2025, 3, 1, tzinfo=UTC): "2025-03-01 08:00:00",
        date(2025, 3, 1): "2025-03-01",
    }

    assert texts_of(list(values)) == list(values.values())
    assert texts_of([True, False]) == ["1", "0"]


def test_a_value_that_is_no_text_is_an_error_of_its_type() -> None:
    with pytest.raises(TypeError, match="no text for bytes, dict"):
        texts_of([b"x", "y", {}])


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1.50", "1.50"),
        ("-.5", "-0.5"),
        ("+2.", "2"),
        ("", "0"),
        ("1e3", "0"),
        ("五", "0"),
    ],
)
def test_what_is_no_amount_counts_for_nothing(text: str, amount: str) -> None:
    assert amount_of(text) == Decimal(amount)
