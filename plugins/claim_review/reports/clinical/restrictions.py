"""What an item may be used for, in words, from the rows of the knowledge lists."""

from typing import Any

import psycopg
from psycopg import sql
from psycopg.rows import dict_row

Row = dict[str, Any]
_SEXES = {"1": "限男性使用", "2": "限女性使用"}
_WINDOWS = {
    "same_day": "同一日",
    "same_hour": "同一小时",
    "same_encounter": "同一次就诊",
    "within_6_hours": "6小时内",
}
_NAMES_SHOWN = 12

_LISTS = """
    select table_name
    from information_schema.columns
    where
        table_schema = 'lists'
        and column_name = 'kp_id'
        and table_name = any(%(lists)s)
    order by table_name
"""
_SETS = """
    select set_id, diagnosis_name as name, icd_prefix as code
    from lists.diagnosis_sets
    where set_id = any(%(sets)s)
    order by set_id, icd_prefix
"""


def read(
    connection: psycopg.Connection, lists: list[str], points: list[str]
) -> dict[str, list[Row]]:
    """Return the rows of the lists by knowledge point, each with its `words`."""
    found: list[Row] = []
    with connection.cursor(row_factory=dict_row) as cursor:
        names = cursor.execute(_LISTS, {"lists": lists}).fetchall()
        for name in names:
            query = sql.SQL(
                "select * from lists.{} where kp_id = any(%s)"
                " order by kp_id, valid_from"
            ).format(sql.Identifier(name["table_name"]))
            found += cursor.execute(query, (points,)).fetchall()
        wanted = {row[key] for row in found for key in _SET_KEYS if row.get(key)}
        diagnoses: dict[str, list[str]] = {}
        for row in cursor.execute(_SETS, {"sets": sorted(wanted)}).fetchall():
            diagnoses.setdefault(row["set_id"], []).append(
                f"{row['name']}（{row['code']}）"
            )
    by_point: dict[str, list[Row]] = {}
    for row in found:
        text = words(row, diagnoses)
        by_point.setdefault(row["kp_id"], []).append({**row, "words": text})
    return by_point


_SET_KEYS = ("set_id", "indication_set")


def words(row: Row, diagnoses: dict[str, list[str]]) -> str:
    """Return the restriction of one knowledge row; empty where it only names the item.

    `diagnoses` holds the names of the diagnoses of each set.
    """
    said = [
        _SEXES.get(row.get("allowed_gend") or "", ""),
        _age(row),
        _course(row),
        _quantity(row),
        _pair(row),
        _place(row),
        row.get("clause_text") or row.get("evidence_text") or "",
        *(_set(diagnoses.get(row.get(key) or "", [])) for key in _SET_KEYS),
    ]
    return "；".join(part for part in said if part)


def _age(row: Row) -> str:
    youngest, oldest = row.get("min_months"), row.get("max_months")
    if row.get("max_days") is not None and "max_months" in row:
        return f"限出生{row['max_days']}天以内使用"
    if youngest is not None and oldest is not None:
        return f"限{_months(youngest)}至{_months(oldest)}使用"
    if youngest is not None:
        return f"限{_months(youngest)}及以上使用"
    if oldest is None:
        return ""
    years, rest = divmod(oldest + 1, 12)
    # The last month before a birthday is said as people say it.
    return f"限未满{years}周岁使用" if not rest else f"限{_months(oldest)}及以下使用"


def _months(months: int) -> str:
    years, rest = divmod(months, 12)
    return f"{years}岁" if not rest else f"{months}个月龄"


def _course(row: Row) -> str:
    if row.get("max_days") is None or "max_months" in row:
        return ""
    start = row.get("start_within_hours")
    begun = f"，须在发病{start}小时内开始用药" if start else ""
    whole = "每次住院" if row.get("course_scope") == "stay" else ""
    return f"{whole}支付不超过{row['max_days']}天{begun}"


def _quantity(row: Row) -> str:
    if row.get("max_grams") is not None:
        return f"日用量不超过{_plain(row['max_grams'])}克"
    if row.get("max_day_units") is not None:
        return f"日用量不超过{_plain(row['max_day_units'])}个计价单位"
    if row.get("min_interval_days") is not None:
        return f"两次间隔不少于{row['min_interval_days']}天"
    if row.get("max_quantity") is None:
        return ""
    if row.get("per"):
        return f"每次就诊不超过{_plain(row['max_quantity'])}个"
    return f"每日收费不超过{_plain(row['max_quantity'])}{row.get('unit') or '次'}"


def _pair(row: Row) -> str:
    if row.get("item_a_name") and row.get("pair_window"):
        window = _WINDOWS.get(row["pair_window"], "")
        return (
            f"{window}已收取“{row['item_a_name']}”的，不得另收“{row['item_b_name']}”"
            f"（{row['rationale']}）"
        )
    if row.get("slice_a"):
        return f"“{row['slice_a']}”与“{row['slice_b']}”不宜同方使用"
    if row.get("group_name"):
        return f"同属“{row['group_name']}”的项目只能收取一项"
    if row.get("family_name"):
        return f"“{row['family_name']}”按日计价，收费日数不超过住院天数"
    return ""


def _place(row: Row) -> str:
    if row.get("min_level") is not None:
        return f"限{'一二三'[row['min_level'] - 1]}级及以上医疗机构使用"
    if row.get("allowed_words"):
        return f"限{row['allowed_words'].replace('|', '、')}科室使用"
    if "allows_inpatient" not in row:
        return ""
    allowed = {
        "住院": row["allows_inpatient"],
        "急诊": row.get("allows_emergency"),
        "门诊": row.get("allows_outpatient"),
    }
    names = [name for name, is_allowed in allowed.items() if is_allowed]
    return f"限{'、'.join(names)}使用" if names else ""


def _set(names: list[str]) -> str:
    if not names:
        return ""
    more = "等" if len(names) > _NAMES_SHOWN else ""
    return f"适用于{'、'.join(names[:_NAMES_SHOWN])}{more}"


def _plain(value: Any) -> str:
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
