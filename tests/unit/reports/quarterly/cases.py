"""Invented figures of the work on cases."""

from decimal import Decimal
from typing import Any

from tests.unit.reports.quarterly.figures import money

from claim_review.reports.quarterly.facts import Row


def outcome(code: str, name: str, **changes: Any) -> Row:
    row = {
        "code": code,
        "label": name,
        "hits": 191,
        "hits_per_1000_settlements": Decimal("10.36"),
        "suspected_fund_amount": money("243000.10"),
        "cleared_first": 21,
        "cleared_first_rate": Decimal("0.1099"),
        "cleared_second": 11,
        "cleared_second_rate": Decimal("0.0647"),
        "dispatched": 132,
        "dispatched_rate": Decimal("0.6911"),
        "dispatched_fund_amount": money("150000.00"),
        "windows_closed": 119,
        "appealed": 58,
        "appealed_in_closed": 51,
        "appeal_rate": Decimal("0.4286"),
        "appeal_amount_rate": Decimal("0.5575"),
        "appeals_decided": 41,
        "upheld": 8,
        "partly_upheld": 15,
        "upheld_rate": Decimal("0.1951"),
        "overturned_rate": Decimal("0.5610"),
        "overturned_amount_rate": Decimal("0.1806"),
        "deemed": 16,
        "deemed_rate": Decimal("0.1212"),
        "confirmed": 90,
        "confirmed_rate": Decimal("0.6338"),
        "final_fund_amount": money("100000.07"),
        "net_refused_amount": money("90000.03"),
        "refused_of_suspected_rate": Decimal("0.3704"),
        "refused_of_dispatched_rate": Decimal("0.6000"),
        "own_overdue_rate": Decimal("0.2344"),
        "precision_rate": Decimal("0.6429"),
        "precision_low": Decimal("0.5606"),
        "precision_high": Decimal("0.7174"),
        "precision_is_small_sample": False,
        "precision_without_deemed_rate": Decimal("0.5968"),
        "misjudged_rate": Decimal("0.0000"),
    }
    return {**row, **changes}


FLOWS = [
    {"from_step": source, "to_step": target, "cases": cases}
    for source, target, cases in (
        ("hit", "agreed_first", 164),
        ("hit", "cleared_first", 21),
        ("hit", "void", 2),
        ("hit", "waiting_first", 4),
        ("agreed_first", "agreed_second", 147),
        ("agreed_first", "cleared_second", 11),
        ("agreed_first", "waiting_second", 6),
        ("agreed_second", "dispatched", 132),
        ("agreed_second", "waiting_dispatch", 15),
        ("dispatched", "appealed", 125),
        ("dispatched", "waiting_answer", 7),
        ("appealed", "confirmed", 90),
        ("appealed", "cleared_final", 35),
        ("confirmed", "refused", 64),
        ("confirmed", "not_refused_yet", 26),
    )
]


def ageing(quarter: str, cases: int) -> Row:
    return {
        "quarter": quarter,
        "still_open": cases,
        "suspected_fund_amount": money("15263.80"),
        "to_20_workdays": 0,
        "to_42_workdays": 0,
        "to_67_workdays": cases,
        "longer": 0,
        "longest_workdays": 56,
        "overdue": 2,
    }


def stage(state: str, name: str) -> Row:
    return {
        "state": state,
        "state_name": name,
        "entered": 196,
        "finished": 192,
        "still_open": 4,
        "overdue": 52,
        "overdue_rate": Decimal("0.2653"),
        "workdays_median": Decimal("3.00"),
        "workdays_p90": Decimal("45.00"),
    }


def person(name: str, who: str) -> Row:
    return {
        "state_name": name,
        "person": who,
        "finished": 96,
        "overdue": 26,
        "finished_per_workday": Decimal("1.96"),
    }


NOTHING_DECIDED = {
    "confirmed_settlements": 0,
    "confirmed": 0,
    "deemed": 0,
    "dispatched": 0,
    "net_refused_amount": money(0),
}


def institution(number: int, **changes: Any) -> Row:
    row = {
        "fixmedins_code": f"H{number:011d}",
        "fixmedins_name": f"示例第{number}医院",
        "county": "合作市",
        "settlements": 20 * number,
        "total_fund_pay_amount": money(30_000 * number),
        **NOTHING_DECIDED,
    }
    if number % 3 == 0:
        row |= {
            "confirmed_settlements": 2,
            "confirmed": 3,
            "dispatched": 12,
            "deemed": 3,
        }
        row["net_refused_amount"] = money(f"{100 + number}.07")
    return {**row, **changes}
