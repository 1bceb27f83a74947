"""The marts that a report reads, as empty tables, and a small quarter in them."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg

TABLES = Path(__file__).with_name("marts.sql").read_text("utf-8")
CUT_OFF = datetime(2025, 4, 15, 16, tzinfo=UTC)
AMOUNTS = ("hit_fee_amount", "hit_fund_amount", "attributed_fund_amount")


def insert(connection: psycopg.Connection, table: str, row: dict[str, Any]) -> None:
    names = ", ".join(row)
    places = ", ".join(f"%({name})s" for name in row)
    connection.execute(f"insert into {table} ({names}) values ({places})", row)


def breakdown(
    connection: psycopg.Connection,
    dimension: str,
    code: str,
    label: str,
    hits: int,
    amount: int,
    quarter: str = "2025Q1",
) -> None:
    known = dimension in ("total", "class", "level", "county")
    insert(
        connection,
        "marts.mart_review_breakdown",
        {
            "quarter": quarter,
            "dimension": dimension,
            "position": 1,
            "code": code,
            "label": label,
            "institutions": 3,
            "settlements": 200,
            "medfee_amount": 512_345 if known else None,
            "fund_pay_amount": 300_100 if known else None,
            "hits": hits,
            **dict.fromkeys(AMOUNTS, amount),
        },
    )


def load_batch(
    connection: psycopg.Connection, batch_id: str = "2025Q1-01", quarter: str = "2025Q1"
) -> None:
    insert(
        connection,
        "raw.batch",
        {
            "batch_id": batch_id,
            "content_sha256": "0" * 64,
            "quarter": quarter,
            "extracted_to": CUT_OFF,
            "status": "loaded",
            "seen_at": CUT_OFF,
            "loaded_at": CUT_OFF,
            "folder": batch_id,
            "report": "{}",
        },
    )
    insert(
        connection,
        "raw.batch_table",
        {
            "batch_id": batch_id,
            "table_name": "setl_d",
            "file_name": "setl_d.csv",
            "rows_in_file": 203,
            "rows_loaded": 200,
            "rows_set_aside": 3,
            "unknown_columns": [],
            "dropped_columns": [],
        },
    )


def fill(url: str) -> None:
    """Create the marts with one quarter: two rules, a data gate and two counties."""
    with psycopg.connect(url) as connection:
        connection.execute(TABLES)
        load_batch(connection)
        breakdown(connection, "total", "all", "全州", 7, 4_200)
        for dimension, label in (("class", "综合医院"), ("level", "二级")):
            breakdown(connection, dimension, label, label, 7, 4_200)
        breakdown(connection, "county", "合作市", "合作市", 5, 4_000)
        breakdown(connection, "county", "夏河县", "夏河县", 2, 200)
        breakdown(connection, "amount_band", "2", "50–200 元", 7, 4_200)
        breakdown(connection, "verdict", "hard", "明确违规", 7, 4_200)
        breakdown(connection, "verdict", "gate", "数据门禁", 4, 0)
        for rule_id, verdict, hits, amount in (
            ("P-26", "hard", 5, 4_000),
            ("M-15", "hard", 2, 200),
            ("D-01", "gate", 4, 0),
        ):
            name = f"示例规则{rule_id}"
            breakdown(connection, "rule", rule_id, name, hits, amount)
            rule = {
                "rule_id": rule_id,
                "rule_name": name,
                "rule_class": "data_gate" if verdict == "gate" else "policy",
                "verdict": verdict,
            }
            insert(connection, "marts.dim_rule", rule)
            insert(
                connection,
                "marts.fct_screening_coverage",
                {
                    "quarter": "2025Q1",
                    "rule_id": rule_id,
                    "rule_status": "live",
                    "settlements_in_scope": 200,
                    "settlements_screened": 199,
                    "settlements_not_judged": 1,
                    "hits": hits,
                },
            )
            insert(
                connection,
                "marts.fct_screening_gap",
                {
                    "quarter": "2025Q1",
                    "rule_id": rule_id,
                    "reason": "no_diagnosis",
                    "label": "无诊断",
                    "settlements": 1,
                },
            )
        insert(
            connection,
            "marts.mart_data_quality",
            {
                "quarter": "2025Q1",
                "check_id": "no_doctor",
                "label": "无医师（不含购药）",
                "severity": "gate",
                "failed_count": 2,
                "total_count": 200,
            },
        )
        for rule_id, status in (("M-15", "live"), ("M-16", "live"), ("M-17", "shadow")):
            insert(
                connection,
                "marts.mart_unconfirmed_threshold",
                {
                    "quarter": "2025Q1",
                    "rule_id": rule_id,
                    "rule_status": status,
                    "threshold_id": "split_admission_gap_days",
                    "value": 15,
                    "unit": "天",
                    "meaning": "分解住院：两次住院间隔上限",
                    "valid_from": "2025-01-01",
                },
            )
        insert(
            connection,
            "marts.dim_institution",
            {
                "fixmedins_code": "H1",
                "fixmedins_name": "示例县人民医院",
                "institution_class": "综合医院",
                "hospital_level_name": "二级",
                "county": "合作市",
            },
        )
        insert(
            connection,
            "marts.mart_institution_quarter",
            {
                "quarter": "2025Q1",
                "fixmedins_code": "H1",
                "settlements": 200,
                "total_fund_pay_amount": 300_100,
                "inpatient_total_fee": 400_000,
                "inpatient_visits": 61,
                "fee_per_visit": 6_557.38,
                "average_length_of_stay": 7.5,
                "drug_share": 0.2512,
                "material_share": None,
            },
        )
