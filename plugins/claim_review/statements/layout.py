"""The tables of a statement and of the prefecture's sheet, and their words."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from claim_review.review.follow_ups import CAUSES

SIGNATURES = ("经办机构签章", "定点医药机构签章")


@dataclass(frozen=True)
class Column:
    """A column: its name in the data, its title, and text, code, count or amount."""

    name: str
    title: str
    look: str = "text"
    width: int = 16


CODES = {
    "DEEMED": "逾期视为无异议",
    "ACCEPTED": "机构认可",
    "OPINION": "评审意见",
    "PANEL": "合议意见",
    "WITHDRAWN": "撤回申诉",
    "TRANSFERRED_BACK": "移送退回后终审",
    "RECONSIDERED": "复议决定",
    "ONLY_INFORMS": "仅作提示，不计拒付金额",
    "NO_FUND": "认定的基金金额为0",
    "NOTHING_LEFT": "该明细或结算的基金支付已由其他疑点拒付",
    "TAKEN_OFF": "已撤出拒付单",
    "WAITS": "待列入下月拒付单",
    **{cause.upper(): words for cause, words in CAUSES.items()},
    "DECISION": "处理决定变更",
}
_HIT = (
    Column("hit_id", "疑点编号", width=40),
    Column("setl_id", "结算编号", width=24),
    Column("bkkp_sn", "明细流水号", width=24),
    Column("rule_id", "规则编号", width=10),
)
TABLES = {
    "by_rule": (
        "按规则汇总",
        (
            Column("rule_id", "规则编号", width=10),
            Column("rule_name", "规则名称", width=36),
            Column("rule_basis", "依据", width=48),
            Column("cases", "疑点数", "count"),
            Column("decided_amount", "认定金额（元）", "amount"),
            Column("decided_fund_amount", "认定基金金额（元）", "amount"),
            Column("refused_amount", "基金拒付金额（元）", "amount"),
        ),
    ),
    "lines": (
        "拒付明细",
        (
            *_HIT,
            Column("hit_reason", "疑点说明", width=48),
            Column("hit_amount", "疑点金额（元）", "amount"),
            Column("dispatched_amount", "下发金额（元）", "amount"),
            Column("decided_amount", "认定金额（元）", "amount"),
            Column("decided_fund_amount", "认定基金金额（元）", "amount"),
            Column("refused_amount", "基金拒付金额（元）", "amount"),
            Column("decision_basis", "认定方式", "code"),
            Column("decided_on", "认定日期", width=18),
        ),
    ),
    "reversed": (
        "冲回",
        (
            *_HIT,
            Column("refused_in", "原拒付月份"),
            Column("reversed_amount", "冲回金额（元）", "amount"),
            Column("reverse_reason", "冲回原因", "code", 28),
        ),
    ),
    "carried": (
        "结转未列",
        (
            *_HIT,
            Column("decided_fund_amount", "认定基金金额（元）", "amount"),
            Column("carried_reason", "未列原因", "code", 40),
        ),
    ),
}
SHEET = (
    Column("fixmedins_code", "机构编码"),
    Column("fixmedins_name", "机构名称", width=32),
    Column("opening_cases", "期初未列（件）", "count"),
    Column("opening_amount", "期初未列（元）", "amount"),
    Column("confirmed_cases", "本月认定（件）", "count"),
    Column("confirmed_amount", "本月认定（元）", "amount"),
    Column("taken_off_cases", "撤出拒付单（件）", "count"),
    Column("taken_off_amount", "撤出拒付单（元）", "amount"),
    Column("listed_cases", "本月列单（件）", "count"),
    Column("listed_amount", "本月列单（元）", "amount"),
    Column("withdrawn_cases", "作废或移送（件）", "count"),
    Column("withdrawn_amount", "作废或移送（元）", "amount"),
    Column("closing_cases", "期末未列（件）", "count"),
    Column("closing_amount", "期末未列（元）", "amount"),
    Column("not_refusable_cases", "其中无可拒付（件）", "count"),
    Column("refused_amount", "本月基金拒付（元）", "amount"),
    Column("reversed_amount", "本月冲回（元）", "amount"),
)


def title(head: dict[str, Any]) -> str:
    """Return what the paper is called; below 0 it asks the agency to pay back."""
    is_repayment = Decimal(head["net_amount"]) < 0
    return "医保基金还款通知" if is_repayment else "医保基金拒付单"


def facts(
    number: str, head: dict[str, Any], sha256: str
) -> tuple[tuple[str, str | Decimal], ...]:
    """Return the names and values above the tables; amounts are in yuan."""
    is_confirmed = head["parameters_are_confirmed"]
    return (
        ("编号", number),
        ("机构", f"{head['fixmedins_name']}（{head['fixmedins_code']}）"),
        ("月份", head["statement_month"]),
        ("账期", f"{head['first_day']} 至 {head['last_day']}"),
        ("依据", "各规则的依据见“按规则汇总”"),
        ("本月拒付（元）", Decimal(head["refused_amount"])),
        ("本月冲回（元）", Decimal(head["reversed_amount"])),
        ("合计（元）", Decimal(head["net_amount"])),
        ("合计（大写）", head["net_in_words"]),
        ("内容校验（SHA-256）", sha256),
        ("说明", "" if is_confirmed else "期限参数未经委托方确认"),
    )
