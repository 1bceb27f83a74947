"""The rows of the report's tables on classes and institutions, as formatted text."""

from decimal import Decimal

from claim_review.reports import numbers
from claim_review.reports.institutions.facts import Row
from claim_review.reports.institutions.flags import distance
from claim_review.reports.institutions.kpis import MEANS, SHARES, Kpi

COMPARED = (*MEANS, *SHARES)
_AMOUNTS = (
    ("K01 住院总费用（万元）", "inpatient_total_fee", numbers.wan),
    ("K02 统筹支付金额（万元）", "pooled_fund_amount", numbers.wan),
    ("K02b 基金支付总额（万元）", "fund_pay_amount", numbers.wan),
    ("K03 住院人次", "inpatient_visits", numbers.count),
    ("K05 人次均住院费用（元）", "fee_per_visit", numbers.yuan),
    ("K06 人次均统筹支付（元）", "pooled_fund_per_visit", numbers.yuan),
)
_SHARES = (
    ("K09 药品占比", "drug_share"),
    ("K10 检查检验占比", "exam_lab_share"),
    ("K11 耗材占比", "material_share"),
    ("K12 个人负担占比", "personal_burden_share"),
    ("K13 政策范围内自付占比", "inscope_self_pay_share"),
    ("K14 纯自费占比", "self_funded_share"),
    ("K15 实际报销比", "actual_reimbursement_rate"),
)
_PARTS = ("drug_share", "exam_share", "lab_share", "material_share")


def few(label: str, is_few: bool) -> str:
    """Return a name, marked where its figures rest on few visits."""
    return f"{label}*" if is_few else label


def overall(total: Row) -> list[list[str]]:
    """Return the KPIs of the prefecture by number, with their changes."""
    rows = [
        [
            name,
            form(total[key]),
            numbers.signed_percent(total[f"{key}_growth_on_quarter"]),
            numbers.signed_percent(total[f"{key}_growth"]),
        ]
        for name, key, form in _AMOUNTS
    ]
    rows += [
        [
            name,
            numbers.percent(total[key]),
            points(total[f"{key}_change_on_quarter"]),
            points(total[f"{key}_change"]),
        ]
        for name, key in _SHARES
    ]
    unchanged = [
        ["K04 住院人数", numbers.count(total["inpatient_persons"])],
        ["K07 平均住院天数（天）", numbers.decimal(total["average_length_of_stay"])],
        ["K16 政策范围内报销比", numbers.percent(total["inscope_reimbursement_rate"])],
        ["K17 人次人头比（次/人）", numbers.decimal(total["visits_per_person"])],
        ["K18 人头人次比", numbers.percent(total["persons_per_visit"])],
    ]
    rows += [[*row, numbers.MISSING, numbers.MISSING] for row in unchanged]
    return sorted(rows, key=lambda row: row[0].split()[0])


def points(change: Decimal | None) -> str:
    """Return the change of a share in percentage points, or the dash."""
    return numbers.points(change, Decimal(0))


def scale(row: Row) -> list[str]:
    """Return what a class of institutions cost and how that grew."""
    return [
        row["label"],
        numbers.wan(row["inpatient_total_fee"]),
        numbers.wan(row["pooled_fund_amount"]),
        numbers.count(row["inpatient_visits"]),
        numbers.count(row["inpatient_persons"]),
        numbers.signed_percent(row["inpatient_total_fee_growth_on_quarter"]),
        numbers.signed_percent(row["inpatient_total_fee_growth"]),
        numbers.signed_percent(row["inpatient_visits_growth"]),
    ]


def means(row: Row) -> list[str]:
    """Return what a visit to a class of institutions costs, and who pays."""
    return [
        few(row["label"], row["is_small_sample"]),
        numbers.yuan(row["fee_per_visit"]),
        numbers.signed_percent(row["fee_per_visit_growth"]),
        numbers.yuan(row["pooled_fund_per_visit"]),
        numbers.decimal(row["average_length_of_stay"]),
        numbers.decimal(row["visits_per_person"]),
        numbers.percent(row["actual_reimbursement_rate"]),
        numbers.percent(row["inscope_reimbursement_rate"]),
    ]


def structure(row: Row) -> list[str]:
    """Return the parts of the fee, which make up 100 %, and what the patient bears."""
    parts = [row[key] or Decimal(0) for key in _PARTS]
    keys = ("personal_burden_share", "inscope_self_pay_share", "self_funded_share")
    return [
        row["label"],
        *(_bare(numbers.percent(part)) for part in parts),
        _bare(numbers.percent(1 - sum(parts))),
        *(_bare(numbers.percent(row[key])) for key in keys),
    ]


def changes(row: Row) -> list[str]:
    """Return how the shares of a class changed on a year, in percentage points."""
    keys = (*(kpi.key for kpi in SHARES), "actual_reimbursement_rate")
    shown = (points(row[f"{key}_change"]) for key in keys)
    return [row["label"], *(text.removesuffix("个百分点") for text in shown)]


def size(row: Row) -> list[str]:
    """Return what an institution cost and how that grew."""
    return [
        few(row["label"], row["is_small_sample"]),
        row["hospital_level_name"],
        numbers.wan(row["inpatient_total_fee"]),
        numbers.wan(row["pooled_fund_amount"]),
        numbers.count(row["inpatient_visits"]),
        numbers.signed_percent(row["inpatient_total_fee_growth"]),
        numbers.signed_percent(row["inpatient_visits_growth"]),
        numbers.signed_percent(row["fee_per_visit_growth"]),
    ]


def work(row: Row) -> list[str]:
    """Return the means and shares of an institution."""
    cells = [_bare(kpi.form(row[kpi.key])) for kpi in COMPARED]
    return [few(row["label"], row["is_small_sample"]), *cells]


def _bare(text: str) -> str:
    """Return a percentage without its sign."""
    return text.removesuffix("%")


def places(name: str, rows: dict[str, Row]) -> list[str]:
    """Return the rank among the peers with the robust z value, as 3/12 +1.25."""
    return [name, *(_place(kpi, rows) for kpi in COMPARED)]


def _place(kpi: Kpi, rows: dict[str, Row]) -> str:
    row = rows.get(kpi.key)
    if row is None or row["rank"] is None:
        return numbers.MISSING
    z = "" if row["robust_z"] is None else f" {distance(row['robust_z'])}"
    return f"{row['rank']}/{row['peers']}{z}"


def outpatient(row: Row) -> list[str]:
    """Return what visits and purchases at a class of institutions cost."""
    return [
        row["label"],
        numbers.count(row["outpatient_visits"]),
        numbers.yuan(row["outpatient_fee_per_visit"]),
        numbers.yuan(row["outpatient_pooled_fund_per_visit"]),
        numbers.count(row["pharmacy_purchases"]),
        numbers.yuan(row["pharmacy_fee_per_purchase"]),
        numbers.decimal(row["pharmacy_purchases_per_person"]),
    ]
