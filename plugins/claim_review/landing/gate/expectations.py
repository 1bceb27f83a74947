"""Short words for the expectations that the suites are made of.

Each is one of Great Expectations with an id and a Chinese sentence; `at_most` is
the share of rows that may fail before the check fails.
"""

import csv
from functools import cache
from pathlib import Path

import great_expectations.expectations as gxe
from great_expectations.expectations.expectation import Expectation


def is_filled(
    column: str, label: str, at_most: float = 0.0, severity: str = "warning"
) -> Expectation:
    """Expect a value in the column."""
    return gxe.ExpectColumnValuesToNotBeNull(
        column=column,
        mostly=_mostly(at_most),
        severity=severity,
        meta=_meta(f"{column}.filled", f"{label}不为空", at_most),
    )


def is_known(column: str, label: str, code_list: str | None = None) -> Expectation:
    """Expect a code of the national list, zero-padded or not; empty cells pass."""
    codes = _codes(code_list or column)
    padded = {code.zfill(width) for code in codes for width in (1, 2, 3)}
    return gxe.ExpectColumnValuesToBeInSet(
        column=column,
        value_set=sorted(padded),
        severity="warning",
        meta=_meta(f"{column}.known", f"{label}在国家代码表内", 0.0),
    )


def begins_with_known(column: str, label: str) -> Expectation:
    """Expect a code of the national list or a longer, provincial one under it."""
    return _shaped(
        f"{column}.known",
        column,
        f"^({'|'.join(_codes(column))})[0-9]*$",
        f"{label}在国家代码表内或为其下的地方扩展码",
        0.0,
    )


def has_shape(
    column: str, pattern: str, label: str, at_most: float = 0.0
) -> Expectation:
    """Expect values of that shape; empty cells pass."""
    return _shaped(
        f"{column}.shape", column, pattern, f"{label}符合国家编码形式", at_most
    )


def is_true(
    column: str,
    description: str,
    at_most: float = 0.0,
    severity: str = "warning",
    check_id: str | None = None,
) -> Expectation:
    """Expect a statement that SQL has judged to hold; null means not judged."""
    return gxe.ExpectColumnValuesToBeInSet(
        column=column,
        value_set=[True],
        mostly=_mostly(at_most),
        severity=severity,
        meta=_meta(check_id or column, description, at_most),
    )


def is_between(column: str, low: float, high: float, description: str) -> Expectation:
    """Expect numbers in the range, both ends included; empty cells pass."""
    return gxe.ExpectColumnValuesToBeBetween(
        column=column,
        min_value=low,
        max_value=high,
        severity="warning",
        meta=_meta(f"{column}.range", description, 0.0),
    )


def total_between(
    column: str,
    low: int | None,
    high: int | None,
    description: str,
    severity: str,
    counts: tuple[int, int] | None = None,
) -> Expectation:
    """Expect the one value of a batch-wide column; `counts` are failed and total."""
    allowed = high / counts[1] if counts and counts[1] else 0.0
    return gxe.ExpectColumnMaxToBeBetween(
        column=column,
        min_value=low,
        max_value=high,
        severity=severity,
        meta={**_meta(column, description, min(1.0, allowed)), "counts": counts},
    )


def _shaped(
    check_id: str, column: str, pattern: str, description: str, at_most: float
) -> Expectation:
    return gxe.ExpectColumnValuesToMatchRegex(
        column=column,
        regex=pattern,
        mostly=_mostly(at_most),
        severity="warning",
        meta=_meta(check_id, description, at_most),
    )


def _meta(check_id: str, description: str, at_most: float) -> dict:
    return {"check_id": check_id, "description_zh": description, "at_most": at_most}


def _mostly(at_most: float) -> float:
    """Return the share that must pass, a hair less so that the limit itself passes."""
    return max(0.0, 1 - at_most - 1e-9)


@cache
def _codes(code_list: str) -> tuple[str, ...]:
    """Return the codes of one list in codes.csv."""
    file = Path(__file__).with_name("codes.csv")
    with file.open(encoding="utf-8", newline="") as lines:
        codes = tuple(
            row["code"] for row in csv.DictReader(lines) if row["list"] == code_list
        )
    if not codes:
        raise LookupError(f"{file.name} has no list {code_list}")
    return codes
