"""Invented institutions of a quarter, for the tests of the report on them."""

from datetime import UTC, datetime
from decimal import Decimal

from claim_review.quarters import Quarter
from claim_review.reports.institutions.facts import Facts, Row
from claim_review.reports.institutions.kpis import BY_KEY
from claim_review.reports.numbers import ratio

LIMITS = {
    "profile_case_min": Decimal(30),
    "profile_peer_min": Decimal(8),
    "profile_history_min": Decimal(4),
    "profile_z_max": Decimal(3),
    "profile_growth_excess": Decimal("0.20"),
}
MEASURES = (
    "inpatient_total_fee",
    "pooled_fund_amount",
    "fund_pay_amount",
    "inpatient_visits",
    "fee_per_visit",
    "pooled_fund_per_visit",
)
SHARES = {
    "drug_share": "0.2874",
    "exam_lab_share": "0.2210",
    "exam_share": "0.1210",
    "lab_share": "0.1000",
    "material_share": "0.0815",
    "personal_burden_share": "0.3348",
    "inscope_self_pay_share": "0.2936",
    "self_funded_share": "0.0412",
    "actual_reimbursement_rate": "0.6652",
}


def kpi_row(
    label: str,
    visits: int,
    fee: int,
    before: tuple[int, int] | None = None,
    **changes,
) -> Row:
    """Return a row of mart_fund_kpi; `before` are visits and fee of a year ago."""
    row = {
        "code": label,
        "label": label,
        "is_small_sample": visits < 30,
        "inpatient_persons": visits * 9 // 10,
        "average_length_of_stay": Decimal("7.82") if visits else None,
        "visits_per_person": Decimal("1.1111") if visits else None,
        "persons_per_visit": Decimal("0.9000") if visits else None,
        "inscope_reimbursement_rate": Decimal("0.6938") if visits else None,
        "low_cost_short_stay_share": Decimal("0.0312") if visits else None,
        "outpatient_visits": 3 * visits,
        "outpatient_fee_per_visit": Decimal("86.20") if visits else None,
        "outpatient_pooled_fund_per_visit": Decimal("41.07") if visits else None,
        "pharmacy_purchases": 0,
        "pharmacy_fee_per_purchase": None,
        "pharmacy_purchases_per_person": None,
    }
    row |= amounts(visits, fee)
    bases = {"year_ago": before, "quarter_ago": None}
    for base, known in bases.items():
        suffix = "growth" if base == "year_ago" else "growth_on_quarter"
        earlier = amounts(*known) if known else dict.fromkeys(MEASURES)
        for key in MEASURES:
            share = ratio(row[key], earlier[key])
            row[f"{key}_{base}"] = earlier[key]
            row[f"{key}_{suffix}"] = None if share is None else round(share - 1, 4)
    for key, share in SHARES.items():
        row[key] = Decimal(share) if visits else None
        row[f"{key}_change"] = Decimal("-0.0123") if before else None
        row[f"{key}_change_on_quarter"] = None
    return row | changes


def amounts(visits: int, fee: int) -> Row:
    """Return what the measures of that many visits and that fee are."""
    money = Decimal(fee)
    per_visit = None if not visits else round(money / visits, 2)
    return {
        "inpatient_visits": visits,
        "inpatient_total_fee": money,
        "pooled_fund_amount": money * 6 / 10,
        "fund_pay_amount": money * 66 / 100,
        "fee_per_visit": per_visit,
        "pooled_fund_per_visit": None if per_visit is None else per_visit * 6 / 10,
    }


def placed(row: Row, kind: str = "综合医院", level: str = "二级") -> Row:
    """Return the row as that of an institution of a class and level."""
    return row | {"institution_class": kind, "hospital_level_name": level}


def peer(row: Row, kpi: str, **changes) -> Row:
    """Return a row of mart_institution_peer of an institution."""
    value = row.get(kpi)
    return {
        "fixmedins_code": row["code"],
        "fixmedins_name": row["label"],
        "institution_class": row["institution_class"],
        "hospital_level_name": row["hospital_level_name"],
        "peer_group": f"{row['institution_class']}/{row['hospital_level_name']}",
        "kpi": kpi,
        "value": value,
        "growth": row.get(f"{kpi}_growth"),
        "is_small_sample": row["is_small_sample"],
        "peers": 9,
        "peer_median": value,
        "peer_growth_median": Decimal("0.0310"),
        "rank": None if row["is_small_sample"] else 4,
        "robust_z": None if row["is_small_sample"] else Decimal("0.420"),
        "own_quarters": 0,
        "own_median": None,
        "own_z": None,
        "departs_from_peers": False,
        "departs_from_past": False,
        "outgrows_peers": False,
        "is_flagged": False,
    } | changes


def readmission(row: Row, **changes) -> Row:
    """Return a row of mart_readmission of an institution."""
    visits = row["inpatient_visits"]
    return {
        "fixmedins_code": row["code"],
        "fixmedins_name": row["label"],
        "institution_class": row["institution_class"],
        "hospital_level_name": row["hospital_level_name"],
        "discharges": visits,
        "followed_15": visits - 3,
        "followed_30": visits - 9,
        "coverage_30": Decimal("0.9512"),
        "is_provisional": True,
        "readmissions_15": 6,
        "readmissions_30": 11,
        "readmissions_here_30": 7,
        "same_illness_here_15": 4,
        "same_illness_rate_here_15": Decimal("0.0192"),
        "readmission_rate_30": Decimal("0.0540"),
    } | changes


def outcome(code: str, **changes) -> Row:
    """Return what became of the cases of an institution."""
    return {
        "fixmedins_code": code,
        "cases": 34,
        "dispatched": 27,
        "confirmed": 19,
        "final_fund_amount": Decimal("8123.45"),
        "refused_amount": Decimal("7011.02"),
    } | changes


def facts(**changes) -> Facts:
    """Return a quarter in which some numbers stand out and most are usual."""
    hospitals = [
        placed(
            kpi_row(
                f"虚构{name}县人民医院",
                200 + 17 * at,
                1_000_000 + 83_117 * at,
                (190 + 20 * at, 990_000 + 90_000 * at),
            )
        )
        for at, name in enumerate("甲乙丙丁戊己庚辛壬")
    ]
    small = [
        placed(kpi_row("虚构镇卫生院", 12, 9_312), "乡镇卫生院", "一级及以下"),
        placed(kpi_row("虚构乡卫生院", 0, 0, (21, 18_004)), "乡镇卫生院", "一级及以下"),
    ]
    institutions = [*hospitals, *small]
    peers = [
        peer(row, kpi)
        for row in institutions
        if row["inpatient_visits"]
        for kpi in BY_KEY
        if row.get(kpi) is not None
    ]
    peers += flagged(hospitals)
    visits = sum(row["inpatient_visits"] for row in institutions)
    whole = Facts(
        quarter=Quarter(2025, 1),
        as_of=datetime(2025, 7, 6, 16, tzinfo=UTC),
        cut_off=datetime(2025, 4, 15, 16, tzinfo=UTC),
        knowledge_release="kb_2025Q1.v1",
        limits=LIMITS,
        are_confirmed=False,
        total=kpi_row("全州", visits, 12_001_524, (2_451, 12_888_004)),
        classes=[
            kpi_row("综合医院", 2_412, 11_992_212, (2_430, 12_870_000)),
            kpi_row("乡镇卫生院", 12, 9_312, (21, 18_004)),
        ],
        institutions=institutions,
        peers=peers,
        readmissions=[readmission(row) for row in hospitals],
        outcomes={
            row["code"]: outcome(row["code"], cases=30 + at)
            for at, row in enumerate(hospitals)
        },
    )
    return Facts(**(vars(whole) | changes))


def flagged(hospitals: list[Row]) -> list[Row]:
    """Return one flag of each kind, for three hospitals."""
    far = {"is_flagged": True, "robust_z": Decimal("4.312"), "rank": 1}
    return [
        peer(hospitals[0], "drug_share", departs_from_peers=True, **far),
        peer(
            hospitals[1],
            "material_share",
            departs_from_past=True,
            is_flagged=True,
            own_z=Decimal("-3.871"),
            own_median=Decimal("0.1511"),
        ),
        peer(hospitals[2], "inpatient_visits", outgrows_peers=True, is_flagged=True),
    ]


def without_inpatients() -> Facts:
    """Return a quarter without stays, of which no base is known either."""
    pharmacy = placed(
        kpi_row(
            "虚构大药房",
            0,
            0,
            pharmacy_purchases=41,
            pharmacy_fee_per_purchase=Decimal("56.40"),
            pharmacy_purchases_per_person=Decimal("1.2100"),
        ),
        "零售药店",
        "零售药店",
    )
    return facts(
        total=pharmacy | {"label": "全州"},
        classes=[pharmacy | {"label": "零售药店"}],
        institutions=[pharmacy],
        peers=[],
        readmissions=[],
        outcomes={},
    )
