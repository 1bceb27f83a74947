"""The tables of the quarterly report, as rows of formatted text."""

from dataclasses import asdict
from decimal import Decimal
from typing import Any

from claim_review.reports import numbers
from claim_review.reports.facts import Facts, Row
from claim_review.reports.layout import CAPTIONS, COLUMNS

RULES_SHOWN = 20
SMALL_SAMPLE = 30
VERDICTS = {"hard": "明确违规", "suspect": "可疑", "alert": "提示"}
SEVERITIES = {"gate": "严重", "warning": "一般", "info": "说明"}

Table = dict[str, Any]


def build_tables(facts: Facts) -> dict[str, Table]:
    """Return the tables by name, numbered in the order of the report.

    A table without rows keeps its name but has no number: templates leave it out.
    """
    groups = facts.breakdown
    contents: dict[str, tuple[list[list[str]], list[str]]] = {
        "headline": (headline_rows(facts), []),
        "by_verdict": _with_total(groups.get("verdict", []), facts, _verdict_row),
        "by_class": _with_total(groups.get("class", []), facts, _group_row),
        "by_level": _with_total(groups.get("level", []), facts, _group_row),
        "by_county": _with_total(groups.get("county", []), facts, _group_row),
        "by_rule": (_rule_rows(facts), _rule_total(facts)),
        "by_amount": _with_total(groups.get("amount_band", []), facts, _amount_row),
        "institutions": ([_institution_row(r) for r in facts.institutions], []),
        "quality": ([_quality_row(r) for r in failed_checks(facts)], []),
        "coverage": ([_coverage_row(r) for r in facts.coverage], []),
        "thresholds": ([_threshold_row(r) for r in facts.thresholds], []),
    }
    if not facts.total["hits"]:
        for name in ("by_verdict", "by_rule", "by_amount"):
            contents[name] = ([], [])
    tables, number = {}, 0
    for name, (rows, total) in contents.items():
        number += bool(rows)
        tables[name] = {
            "number": f"表{number}" if rows else "",
            "caption": f"表{number}　{CAPTIONS[name]}" if rows else "",
            "columns": [asdict(column) for column in COLUMNS[name]],
            "rows": rows,
            "total": total if rows else [],
        }
    return tables


def label(row: Row) -> str:
    """Return the Chinese name of a group; groups without one are said to be so."""
    return row["label"] or "未登记"


def failed_checks(facts: Facts) -> list[Row]:
    """Return the data checks that some row failed, and what else should be known."""
    return [row for row in facts.quality if row["failed_count"]]


def hits_per_thousand(total: Row) -> Decimal | None:
    """Return the hits per 1,000 settlements."""
    share = numbers.ratio(total["hits"], total["settlements"])
    return None if share is None else share * 1000


def fee_per_hit(total: Row) -> Decimal | None:
    """Return the yuan that one hit is about on average."""
    return numbers.ratio(total["hit_fee_amount"], total["hits"])


def attributed_share(total: Row) -> Decimal | None:
    """Return the attributed fund amount as a share of what the fund paid."""
    return numbers.ratio(total["attributed_fund_amount"], total["fund_pay_amount"])


def coverage_sums(facts: Facts) -> tuple[int, int, int]:
    """Return settlements in scope, screened and not judged, over all rules."""
    keys = ("settlements_in_scope", "settlements_screened", "settlements_not_judged")
    wanted, screened, unjudged = (sum(r[k] or 0 for r in facts.coverage) for k in keys)
    return wanted, screened, unjudged


def headline_rows(facts: Facts) -> list[list[str]]:
    """Return the headline figures with their change on the two earlier quarters."""
    now, before, year = facts.total, facts.previous_total, facts.last_year_total

    def row(name: str, value: Any, shown: str) -> list[str]:
        earlier = [None if other is None else value(other) for other in (before, year)]
        return [name, shown, *(numbers.growth(value(now), e) for e in earlier)]

    def column(name: str, key: str, form: Any) -> list[str]:
        return row(name, lambda total: total[key], form(now[key]))

    return [
        column("审核结算（笔）", "settlements", numbers.count),
        _coverage_headline(facts),
        column("涉及定点医药机构（家）", "institutions", numbers.count),
        column("医疗总费用（万元）", "medfee_amount", numbers.wan),
        column("基金支付总额（万元）", "fund_pay_amount", numbers.wan),
        column("命中疑点（条）", "hits", numbers.count),
        column("疑点涉及费用（万元）", "hit_fee_amount", numbers.wan),
        column("疑点涉及基金，未去重（万元）", "hit_fund_amount", numbers.wan),
        column("疑点涉及基金，去重后（万元）", "attributed_fund_amount", numbers.wan),
        _share_row(facts),
        row(
            "每千笔结算疑点（条）",
            hits_per_thousand,
            numbers.decimal(hits_per_thousand(now)),
        ),
        row("单条疑点平均涉及费用（元）", fee_per_hit, numbers.yuan(fee_per_hit(now))),
    ]


def _coverage_headline(facts: Facts) -> list[str]:
    wanted, screened, _ = coverage_sums(facts)
    share = numbers.coverage(screened, wanted)
    return ["规则筛查覆盖率", share, numbers.MISSING, numbers.MISSING]


def _share_row(facts: Facts) -> list[str]:
    def points(before: Row | None) -> str:
        now = attributed_share(facts.total)
        earlier = None if before is None else attributed_share(before)
        return numbers.points(now, earlier)

    return [
        "疑点涉及基金占基金支付比重",
        numbers.percent(attributed_share(facts.total)),
        points(facts.previous_total),
        points(facts.last_year_total),
    ]


def _with_total(
    rows: list[Row], facts: Facts, form: Any
) -> tuple[list[list[str]], list[str]]:
    total = facts.total
    lines = [form(row, total) for row in rows]
    return lines, form({**total, "label": "合计"}, total)


def _group_row(row: Row, total: Row) -> list[str]:
    return [
        label(row),
        numbers.count(row["institutions"]),
        numbers.count(row["settlements"]),
        numbers.wan(row["medfee_amount"]),
        numbers.wan(row["fund_pay_amount"]),
        numbers.count(row["hits"]),
        numbers.wan(row["hit_fee_amount"]),
        numbers.wan(row["attributed_fund_amount"]),
    ]


def _share(row: Row, total: Row, key: str) -> str:
    return numbers.percent(numbers.ratio(row[key], total[key]))


def _verdict_row(row: Row, total: Row) -> list[str]:
    return [
        label(row),
        numbers.count(row["hits"]),
        numbers.wan(row["hit_fee_amount"]),
        numbers.wan(row["attributed_fund_amount"]),
        _share(row, total, "hit_fee_amount"),
    ]


def _amount_row(row: Row, total: Row) -> list[str]:
    return [
        label(row),
        numbers.count(row["hits"]),
        _share(row, total, "hits"),
        numbers.wan(row["hit_fee_amount"]),
        numbers.wan(row["attributed_fund_amount"]),
    ]


def _rule_row(row: Row, facts: Facts) -> list[str]:
    return [
        row["rule_id"],
        row["rule_name"],
        VERDICTS.get(row["verdict"], numbers.MISSING),
        numbers.count(row["hits"]),
        numbers.wan(row["hit_fee_amount"]),
        numbers.wan(row["attributed_fund_amount"]),
        _share(row, facts.total, "hit_fee_amount"),
    ]


def _rule_rows(facts: Facts) -> list[list[str]]:
    hit = [row for row in facts.rules if row["hits"]]
    rows = [_rule_row(row, facts) for row in hit[:RULES_SHOWN]]
    rest = hit[RULES_SHOWN:]
    if rest:
        keys = ("hits", "hit_fee_amount", "attributed_fund_amount")
        sums = {key: sum(row[key] or 0 for row in rest) for key in keys}
        name = f"其余{len(rest)}条规则"
        other = {"rule_id": "", "rule_name": name, "verdict": None, **sums}
        rows.append(_rule_row(other, facts))
    return rows


def _rule_total(facts: Facts) -> list[str]:
    row = {**facts.total, "rule_id": "合计", "rule_name": "", "verdict": None}
    cells = _rule_row(row, facts)
    return [*cells[:2], "", *cells[3:]]


def _institution_row(row: Row) -> list[str]:
    few = (row["inpatient_visits"] or 0) < SMALL_SAMPLE
    return [
        row["fixmedins_name"] or row["fixmedins_code"],
        numbers.count(row["inpatient_visits"]) + ("*" if few else ""),
        numbers.wan(row["inpatient_total_fee"]),
        numbers.signed_percent(row["inpatient_total_fee_growth"]),
        numbers.yuan(row["fee_per_visit"]),
        numbers.decimal(row["average_length_of_stay"]),
        numbers.percent(row["drug_share"]),
        numbers.percent(row["material_share"]),
    ]


def _quality_row(row: Row) -> list[str]:
    failed, checked = row["failed_count"], row["total_count"]
    return [
        row["label"],
        SEVERITIES[row["severity"]],
        numbers.count(failed),
        numbers.count(checked),
        numbers.percent(numbers.ratio(failed, checked)),
    ]


def _coverage_row(row: Row) -> list[str]:
    return [
        row["rule_id"],
        row["rule_name"] or numbers.MISSING,
        numbers.count(row["settlements_in_scope"]),
        numbers.count(row["settlements_screened"]),
        numbers.count(row["settlements_not_judged"]),
        numbers.count(row["hits"]),
    ]


def _threshold_row(row: Row) -> list[str]:
    # A threshold is shown as it was set: 15 and not 15.0000.
    value = f"{row['value']:,f}".rstrip("0").rstrip(".")
    return [row["meaning"], value, row["unit"], row["rule_ids"]]
