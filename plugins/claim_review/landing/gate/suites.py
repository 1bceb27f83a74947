"""The checks at the door, one suite of expectations per check table.

Critical refuses the batch: its hits would be wrong or could not be attributed.
Everything else is a warning: reviewers must know it, the pipeline lives with it.
"""

from great_expectations.expectations.expectation import Expectation

from claim_review.landing.gate.expectations import (
    begins_with_known,
    has_shape,
    is_between,
    is_filled,
    is_known,
    is_true,
    total_between,
)
from claim_review.landing.gate.shapes import (
    DIAGNOSIS_CODE,
    INSTITUTION_CODE,
    ITEM_CODE,
)
from claim_review.landing.staging import StagedTable

# Without person or institution a line counts for nobody. One in a hundred is more
# than the keys of a platform that declares them NOT NULL can lose by accident.
MOST_EMPTY_KEYS = 0.01
# Hits are priced from lines and attributed by settlement. Single differences come
# from rounding and reversals; one settlement in twenty means lines are missing.
MOST_TOTALS_OFF = 0.05
# Rows that cannot be typed are not reviewed. Beyond one in twenty a column moved or
# a format changed, and the sender should send again.
MOST_ROWS_SET_ASIDE = 0.05
# A line number that two encounters share makes one line hide the other.
MOST_LINE_KEYS_REUSED = 0.001

# About twice what the lines of a real city lack.
MOST_LINES_UNSETTLED = 0.01
MOST_LINES_WITHOUT_DEPARTMENT = 0.04
MOST_LINES_WITHOUT_DOCTOR = 0.06
MOST_CODES_OF_NO_SHAPE = 0.05
# Rules that need a diagnosis cannot judge a stay without one.
MOST_STAYS_INCOMPLETE = 0.05


# So many rows somebody can look at one by one, and of a handful no share says
# anything: fewer never refuse a batch.
FEW_ROWS = 100


def suites(staged: list[StagedTable], kind: str) -> dict[str, list[Expectation]]:
    """Return the expectations on each check table of a batch of that kind."""
    rows = {table.entry.table.name: table.rows_loaded for table in staged}
    return {
        "batch": _batch(staged, kind),
        "settlements": _settlements(rows["setl_d"]),
        "fee_lines": _fee_lines(rows["fee_list_d"]),
        "encounters": _encounters(),
        "diagnoses": _diagnoses(),
        "institutions": _institutions(),
        "persons": _persons(),
    }


def at_most(share: float, rows: int) -> float:
    """Return the share of rows that may fail when a few may fail in any case."""
    return max(share, min(1.0, FEW_ROWS / rows)) if rows else share


def _batch(staged: list[StagedTable], kind: str) -> list[Expectation]:
    lines = next(t.rows_loaded for t in staged if t.entry.table.name == "fee_list_d")
    # A late or corrected batch may be small, and bring lines or persons only.
    of_quarter = "critical" if kind == "regular" else "warning"
    return [
        total_between(
            "settlements_of_quarter", 1, None, "清单所称季度内有结算", of_quarter
        ),
        total_between(
            "reused_line_keys",
            None,
            round(lines * at_most(MOST_LINE_KEYS_REUSED, lines)),
            "记账流水号不被两次就诊共用",
            "critical",
        ),
        *[
            total_between(
                f"{table.entry.table.name}_set_aside",
                None,
                max(FEW_ROWS, int(table.entry.rows * MOST_ROWS_SET_ASIDE)),
                f"{table.entry.table.label}表无法识别的行在限度以内",
                "critical",
                (table.rows_set_aside, table.entry.rows),
            )
            for table in staged
        ],
    ]


def _settlements(rows: int) -> list[Expectation]:
    keys = at_most(MOST_EMPTY_KEYS, rows)
    totals = at_most(MOST_TOTALS_OFF, rows)
    return [
        is_filled("psn_no", "人员编号", keys, "critical"),
        is_filled("fixmedins_code", "机构编号", keys, "critical"),
        is_filled("setl_time", "结算时间", keys, "critical"),
        is_filled("mdtrt_id", "就诊ID"),
        is_filled("brdy", "出生日期"),
        is_filled("exch_updt_time", "更新时间"),
        is_filled("med_type", "医疗类别"),
        is_filled("insutype", "险种类型"),
        begins_with_known("med_type", "医疗类别"),
        begins_with_known("insutype", "险种类型"),
        is_known("gend", "性别"),
        is_known("hosp_lv", "医院等级"),
        is_known("refd_setl_flag", "退费结算标志", "flag"),
        is_known("vali_flag", "有效标志", "flag"),
        is_between("medfee", -10_000_000, 10_000_000, "单次医疗费总额不超过一千万元"),
        is_between("age_in_years", 0, 120, "开始日期时的年龄在0至120岁之间"),
        is_true("ends_after_begin", "开始日期不晚于结束日期"),
        is_true("settled_before_extraction", "结算时间不晚于数据截止时间"),
        is_true("negative_reverses", "负数结算有退费标志或原结算ID"),
        is_true("total_is_fund_and_personal", "医疗费总额=基金支付+个人支付+医院负担"),
        is_true("fund_is_its_parts", "基金支付总额=各项基金支出之和"),
        is_true("personal_is_account_and_cash", "个人支付=个人账户+现金"),
        is_true("total_is_its_lines", "医疗费总额=本批费用明细之和"),
        is_true(
            "total_is_its_lines",
            "医疗费总额与费用明细之和不符的结算在限度以内",
            totals,
            "critical",
            "total_is_its_lines.mostly",
        ),
        is_true("encounter_is_known", "结算的就诊ID有就诊记录"),
        is_true("person_is_known", "结算的人员编号有参保人记录"),
        is_true("institution_is_known", "结算的机构编号有机构记录"),
    ]


def _fee_lines(rows: int) -> list[Expectation]:
    keys = at_most(MOST_EMPTY_KEYS, rows)
    return [
        is_filled("psn_no", "人员编号", keys, "critical"),
        is_filled("fixmedins_code", "机构编号", keys, "critical"),
        is_filled("amount", "明细项目费用总额", keys, "critical"),
        is_filled("mdtrt_id", "就诊ID"),
        is_filled("setl_id", "结算ID", MOST_LINES_UNSETTLED),
        is_filled("fee_ocur_time", "费用发生时间"),
        is_filled("exch_updt_time", "更新时间"),
        is_filled("cnt", "数量"),
        is_filled("pric", "单价"),
        is_filled("med_list_codg", "医疗目录编码"),
        has_shape("med_list_codg", ITEM_CODE, "医疗目录编码", MOST_CODES_OF_NO_SHAPE),
        begins_with_known("med_type", "医疗类别"),
        is_known("list_type", "目录类别"),
        is_known("med_chrgitm_type", "医疗收费项目类别"),
        is_known("chrgitm_lv", "收费项目等级"),
        is_known("vali_flag", "有效标志", "flag"),
        is_between("pric", 0, 1_000_000, "单价在0至一百万元之间"),
        is_between("cnt", -100_000, 100_000, "数量的绝对值不超过十万"),
        is_true("amount_is_count_times_price", "明细金额=数量×单价(误差一分)"),
        is_true("amount_is_its_parts", "明细金额=全自费+超限价+先行自付+符合范围"),
        is_true("negative_names_original", "负数明细有原明细流水号或属于冲销结算"),
        is_true("occurred_before_extraction", "费用发生时间不晚于数据截止时间"),
        is_true("settlement_is_known", "明细的结算ID有结算记录"),
        is_true("encounter_is_known", "明细的就诊ID有就诊记录"),
        is_true(
            "names_department", "有开单科室(药店除外)", MOST_LINES_WITHOUT_DEPARTMENT
        ),
        is_true("names_doctor", "有开单医师(药店除外)", MOST_LINES_WITHOUT_DOCTOR),
    ]


def _encounters() -> list[Expectation]:
    return [
        is_filled("psn_no", "人员编号"),
        is_filled("fixmedins_code", "机构编号"),
        is_filled("begntime", "开始时间"),
        begins_with_known("med_type", "医疗类别"),
        is_known("dscg_way", "住院的离院方式"),
        is_known("vali_flag", "有效标志", "flag"),
        is_true("ends_after_begin", "开始时间不晚于结束时间"),
        is_true("stay_has_diagnosis", "住院有诊断", MOST_STAYS_INCOMPLETE),
        is_true("stay_has_doctor", "住院有主诊医师", MOST_STAYS_INCOMPLETE),
        is_true("stay_has_department", "住院有入院科室", MOST_STAYS_INCOMPLETE),
    ]


def _diagnoses() -> list[Expectation]:
    return [
        is_filled("diag_code", "诊断代码"),
        has_shape("diag_code", DIAGNOSIS_CODE, "诊断代码", MOST_CODES_OF_NO_SHAPE),
        is_known("diag_type", "诊断类别"),
        is_known("inout_diag_type", "出入院诊断类别"),
        is_known("maindiag_flag", "主诊断标志", "flag"),
        is_known("vali_flag", "有效标志", "flag"),
        is_true("encounter_is_known", "诊断的就诊ID有就诊记录"),
    ]


def _institutions() -> list[Expectation]:
    return [
        has_shape("fixmedins_code", INSTITUTION_CODE, "机构编号"),
        is_filled("fixmedins_name", "机构名称"),
        is_known("fixmedins_type", "定点机构类型"),
        is_known("hosp_lv", "医院等级"),
        is_true("ends_after_begin", "开始时间不晚于结束时间"),
    ]


def _persons() -> list[Expectation]:
    return [
        is_filled("brdy", "出生日期"),
        is_known("gend", "性别"),
        is_true("dies_after_birth", "死亡日期不早于出生日期"),
    ]
