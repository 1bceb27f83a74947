"""Flags, readmissions, cases and the growth of fees, as rows of formatted text."""

from collections.abc import Iterable
from decimal import Decimal

from claim_review.reports import numbers
from claim_review.reports.institutions.facts import Facts, Row
from claim_review.reports.institutions.flags import Flag
from claim_review.reports.institutions.tables import few

MOST_RETURNING = 20
NEW, CLOSED = "本季度新增住院", "本季度无住院结算"
_NO_CASES = {
    "cases": 0,
    "dispatched": 0,
    "confirmed": 0,
    "final_fund_amount": Decimal(0),
    "refused_amount": Decimal(0),
}


def flag(found: Flag) -> list[str]:
    """Return one flag as a row."""
    return [
        found.row["fixmedins_name"],
        found.kpi.heading,
        found.reason,
        found.value,
        found.expected,
        found.distance,
    ]


def linked(facts: Facts, code: str, found: list[Flag]) -> list[str]:
    """Return the flags of an institution beside what became of its cases."""
    return [
        found[0].row["fixmedins_name"],
        "、".join(dict.fromkeys(each.kpi.name for each in found)),
        *_cases(facts.outcomes.get(code, _NO_CASES)),
    ]


def all_cases(facts: Facts) -> list[str]:
    """Return the cases of all institutions of the quarter."""
    return ["全部机构", "", *_cases(added(facts.outcomes.values()))]


def added(rows: Iterable[Row]) -> Row:
    """Return the sums of what became of cases."""
    rows = list(rows)
    return {
        key: sum((row[key] for row in rows), zero) for key, zero in _NO_CASES.items()
    }


def _cases(row: Row) -> list[str]:
    return [
        numbers.count(row["cases"]),
        numbers.count(row["dispatched"]),
        numbers.count(row["confirmed"]),
        numbers.yuan(row["final_fund_amount"]),
        numbers.yuan(row["refused_amount"]),
    ]


def returns(label: str, rows: list[Row], short: Decimal | None) -> list[str]:
    """Return the readmission rates of a group of institutions, from their counts."""
    sums = {
        key: sum(row[key] for row in rows)
        for key in (
            "discharges",
            "followed_15",
            "followed_30",
            "readmissions_15",
            "readmissions_30",
            "readmissions_here_30",
            "same_illness_here_15",
        )
    }

    def rate(part: str, base: str) -> str:
        return numbers.percent(numbers.ratio(sums[part], sums[base]))

    return [
        label,
        numbers.count(sums["discharges"]),
        rate("readmissions_15", "followed_15"),
        rate("readmissions_30", "followed_30"),
        rate("readmissions_here_30", "followed_30"),
        rate("same_illness_here_15", "followed_15"),
        numbers.percent(short),
    ]


def returning(facts: Facts) -> list[list[str]]:
    """Return the institutions whose patients came back most for the same illness."""
    smallest = facts.limits["profile_case_min"]
    rows = [row for row in facts.readmissions if row["same_illness_here_15"]]
    return [_returning(row, smallest) for row in rows[:MOST_RETURNING]]


def _returning(row: Row, smallest: Decimal) -> list[str]:
    return [
        few(row["fixmedins_name"], row["followed_15"] < smallest),
        numbers.count(row["discharges"]),
        numbers.count(row["same_illness_here_15"]),
        numbers.percent(row["same_illness_rate_here_15"]),
        numbers.percent(row["readmission_rate_30"]),
        numbers.percent(row["coverage_30"]),
    ]


def growth(row: Row) -> list[str]:
    """Return ΔF = ΔN × c0 + N1 × Δc; the second part is what the first leaves."""
    change = row["inpatient_total_fee"] - row["inpatient_total_fee_year_ago"]
    more = row["inpatient_visits"] - row["inpatient_visits_year_ago"]
    before = row["inpatient_total_fee_year_ago"] / row["inpatient_visits_year_ago"]
    by_visits = more * before
    return [
        row["label"],
        numbers.wan(change),
        numbers.wan(by_visits),
        numbers.wan(change - by_visits),
        numbers.signed_percent(row["inpatient_total_fee_growth"]),
    ]


def has_base(row: Row) -> bool:
    """Return whether an institution had inpatients both now and a year ago."""
    return bool(row["inpatient_visits"] and row["inpatient_visits_year_ago"])


def arrivals(facts: Facts) -> list[list[str]]:
    """Return who has inpatients only now or had them only a year ago.

    Nobody where the year before is not known.
    """
    if not facts.total["inpatient_visits_year_ago"]:
        return []
    rows = []
    for row in facts.institutions:
        if row["inpatient_visits"] and not row["inpatient_visits_year_ago"]:
            rows.append([row["label"], NEW, numbers.wan(row["inpatient_total_fee"])])
        elif row["inpatient_visits_year_ago"] and not row["inpatient_visits"]:
            rows.append([row["label"], CLOSED, numbers.wan(row["inpatient_total_fee"])])
    return rows
