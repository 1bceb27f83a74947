"""Invented institutions for the tests of portraits."""

import random
from datetime import UTC, datetime
from decimal import Decimal

from claim_review.quarters import Quarter
from claim_review.reports.institutions.kpis import INPATIENT, MEANS, SCALE
from claim_review.reports.portraits.facts import Facts, Portrait, Row

QUARTER = Quarter(2025, 1)
COUNTIES = ("合作市", "临潭县", "卓尼县", "舟曲县", "迭部县", "玛曲县", "碌曲县")
MEDIANS = {
    "inpatient_total_fee": Decimal("3128400.00"),
    "pooled_fund_amount": Decimal("1874210.00"),
    "inpatient_visits": Decimal(612),
    "fee_per_visit": Decimal("5111.76"),
    "pooled_fund_per_visit": Decimal("3062.43"),
    "average_length_of_stay": Decimal("7.8200"),
    "drug_share": Decimal("0.2874"),
    "exam_lab_share": Decimal("0.2210"),
    "material_share": Decimal("0.0815"),
    "personal_burden_share": Decimal("0.3348"),
    "self_funded_share": Decimal("0.0412"),
}


def kpi_rows(chance: random.Random, cases: int) -> dict[str, Row]:
    """Return the rows of mart_institution_peer that an institution may have."""
    rows = {}
    for kpi in INPATIENT:
        median = MEDIANS[kpi.key]
        value = round(median * Decimal(chance.randint(40, 180)) / 100, 4)
        before = round(value * Decimal(chance.randint(70, 130)) / 100, 4)
        has_base = kpi in (*SCALE, *MEANS[:2]) or kpi.is_share
        rows[kpi.key] = {
            "kpi": kpi.key,
            "value": value,
            "value_year_ago": before if has_base else None,
            "cases": cases,
            "is_small_sample": cases < 30,
            "peers": 14,
            "peer_median": median,
            "peer_p25": round(median * Decimal("0.8"), 4),
            "peer_p75": round(median * Decimal("1.2"), 4),
            "peer_p90": round(median * Decimal("1.5"), 4),
            "rank": None if cases < 30 else chance.randint(1, 14),
        }
    return rows


def history(chance: random.Random, rows: dict[str, Row]) -> dict[str, Row]:
    """Return eight quarters up to this one; one of them was not reviewed."""
    quarters = {}
    for back in range(8):
        if back == 5:
            continue
        sway = Decimal(chance.randint(80, 120)) / 100 if back else Decimal(1)
        values = {key: round(row["value"] * sway, 4) for key, row in rows.items()}
        quarters[str(QUARTER.shift(-back))] = values
    return quarters


def portrait(seed: int, cases: int = 612, **changes) -> Portrait:
    """Return an institution of that seed."""
    chance = random.Random(seed)
    rows = kpi_rows(chance, cases) if cases else {}
    whole = {
        "institution": {
            "fixmedins_code": f"H6230{seed:07d}",
            "fixmedins_name": f"虚构第{seed}人民医院",
            "institution_class": "综合医院",
            "hospital_level_name": "二级",
            "county": chance.choice(COUNTIES),
            "settlements": 2_841 + seed,
            "medfee_amount": Decimal("4127733.18") + seed,
            "total_fund_pay_amount": Decimal("2688120.40") + seed,
        },
        "kpis": rows,
        "history": history(chance, rows) if rows else {},
        "rules": [rule(number, chance) for number in range(1, 6)],
        "outcomes": outcomes(),
        "reminders": reminders() if seed % 2 else None,
    }
    return Portrait(**(whole | changes))


def rule(number: int, chance: random.Random) -> Row:
    return {
        "rule_id": f"P-{number:02d}",
        "rule_name": "同一住院期间重复收取床位费及其他按日计收的项目",
        "hits": chance.randint(1, 90),
        "hit_fee_amount": Decimal(chance.randint(10_000, 2_000_000)) / 100,
        "attributed_fund_amount": Decimal(chance.randint(10_000, 900_000)) / 100,
    }


def outcomes(**changes) -> Row:
    row = {
        "cases": 133,
        "dispatched": 96,
        "appealed": 41,
        "deemed": 12,
        "decided": 38,
        "upheld": 9,
        "partly_upheld": 3,
        "confirmed": 74,
        "refused_amount": Decimal("18234.55"),
    }
    return row | changes


def reminders() -> Row:
    return {
        "coverage_rate": Decimal("0.8123"),
        "alerts": 218,
        "alerts_with_feedback": 176,
        "compliance_rate": Decimal("0.7443"),
        "overridden_rate": Decimal("0.2557"),
        "followed_amount": Decimal("10233.18"),
    }


def facts(*portraits: Portrait) -> Facts:
    """Return a quarter with these institutions."""
    return Facts(
        quarter=QUARTER,
        as_of=datetime(2025, 7, 6, 16, tzinfo=UTC),
        cut_off=datetime(2025, 4, 15, 16, tzinfo=UTC),
        knowledge_release="kb_2025Q1.v1",
        few=30,
        institutions=list(portraits),
    )


def province(count: int) -> Facts:
    """Return that many institutions; every fifth has few inpatients or none."""
    cases = (612, 840, 95, 17, 0)
    return facts(*(portrait(seed, cases[seed % 5]) for seed in range(count)))
