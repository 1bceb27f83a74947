"""What a cell of an attachment may say, and what is wrong when it says otherwise."""

import re

# §6 of the data standard; the macro has_national_code knows the same shapes.
_CODES = {
    "drug": (
        re.compile(r"X[A-Z0-9]{22}|Z[A-Z0-9]{19}"),
        "a drug code (X and 22 or Z and 19 letters or digits)",
    ),
    "slice": (re.compile(r"T[0-9]{9}"), "a slice code (T and 9 digits)"),
    "service": (re.compile(r"[0-9]{15}"), "a service code (15 digits)"),
    "material": (
        re.compile(r"C[A-Z0-9]{19}|C[A-Z0-9]{26}"),
        "a consumable code (C and 19 or 26 letters or digits)",
    ),
    "operation": (
        re.compile(r"[0-9]{2}\.[0-9x]{1,8}"),
        "an operation code of ICD-9-CM3 (such as 36.0601)",
    ),
    "diagnosis": (
        re.compile(r"[A-Z][0-9]{2}(\.[0-9x]{1,7})?[+*]?"),
        "a diagnosis code of ICD-10 (such as I21.000)",
    ),
}
_SEXES = {"男": "1", "女": "2", "男性": "1", "女性": "2"}
_WINDOWS = {
    "单日": "same_day",
    "单次就诊": "same_encounter",
    "6小时": "within_6_hours",
    "同一小时": "same_hour",
}
_AGE = re.compile(
    r"[<＜≤小于]*(?:(\d+)周?岁)?(?:(\d+)个?月)?(?:以下|以内|及以下|（?不含）?)*"
)
_DAYS_OF_A_MONTH = 30

Cell = str | float | int | bool | None


class WrongCellError(ValueError):
    """A cell does not say what its column is for; the message says why."""


def text_of(cell: Cell) -> str:
    """Return the cell as text without outer blanks; whole numbers without a point."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def read(kind: str, cell: Cell) -> str:
    """Return a non-empty cell as the text that a list would hold.

    Raises WrongCellError when the cell is not of that kind.
    """
    text = text_of(cell)
    if kind == "text":
        return text
    if kind in ("number", "count"):
        return _number(text, kind == "count")
    if kind == "sex":
        return _one_of(text, _SEXES)
    if kind == "window":
        return _one_of(re.sub(r"\s", "", text), _WINDOWS)
    if kind == "age":
        return _months(text)
    if kind == "years":
        return str(int(text) * 12)
    if kind == "through_years":
        return str(int(text) * 12 + 11)
    if kind == "month_days":
        return str(int(text) * _DAYS_OF_A_MONTH)
    raise AssertionError(f"layouts.toml names the unknown kind {kind}")


def codes(kind: str, cell: Cell) -> list[str]:
    """Return the codes of a cell, which may hold several; raise WrongCellError.

    Codes of diagnoses and operations are as the facts have them: upper case, and
    without the marks of a pair (dagger and asterisk).
    """
    pattern, name = _CODES[kind]
    if not isinstance(cell, str):
        raise WrongCellError(
            f"is a number, not {name}; leading zeros are lost, format it as text"
        )
    found = [code for code in re.split(r"[\s,，、;；]+", cell) if code]
    wrong = [code for code in found if not pattern.fullmatch(code)]
    if wrong or not found:
        raise WrongCellError(f"is not {name}")
    if kind in ("operation", "diagnosis"):
        return [code.upper().rstrip("+*") for code in found]
    return found


def _number(text: str, is_count: bool) -> str:
    pattern = r"\d+" if is_count else r"\d+(\.\d+)?"
    if not re.fullmatch(pattern, text):
        raise WrongCellError("is not a whole number" if is_count else "is not a number")
    return text


def _one_of(text: str, known: dict[str, str]) -> str:
    if text not in known:
        raise WrongCellError(f"is none of {'、'.join(known)}")
    return known[text]


def _months(text: str) -> str:
    """Return an age in months; a bare number is years."""
    if text.isdigit():
        return str(int(text) * 12)
    match = _AGE.fullmatch(re.sub(r"\s", "", text))
    if match is None or (match[1] is None and match[2] is None):
        raise WrongCellError("is not an age such as 18岁 or 6个月")
    return str(int(match[1] or 0) * 12 + int(match[2] or 0))
