"""The columns of the written report of a month, and what its readers call things."""

from claim_review.reports.document import Column

# Rows of a table at most: the report has two to four pages.
MOST = 10

# The steps of the table of work; all others are one row.
OTHERS = "其他环节"
EVENTS = {
    "ingest": "新增疑点",
    "fast_track": "新增疑点（明确违规）",
    "first_suspect": "初审：疑似违规",
    "first_clear": "初审：不违规",
    "second_agree": "复审：同意",
    "second_clear": "复审：不违规",
    "second_return": "复审：退回初审",
    "dispatch": "下发",
    "accept": "机构认可",
    "appeal": "机构申诉",
    "deem_accept": "逾期视为无异议",
    "opinion": "申诉评审意见",
    "panel_opinion": "合议意见",
    "final_confirm": "终审：认定",
    "final_clear": "终审：不违规",
    "reconsider": "申请复议",
    "reconsider_confirm": "复议：维持或变更",
    "reconsider_clear": "复议：撤销",
    "list_refusal": "列入拒付单",
    "settle": "扣款",
    "reopen": "重新启动",
    "transfer": "移送",
    "void": "作废",
}
# Why a review finds something else than the one before it.
CAUSES = {
    "late_rows": "迟到数据",
    "reversal": "冲正或撤销",
    "rule_change": "规则调整",
    "list_change": "目录调整",
    "unknown": "原因未能确定",
}
# Money goes back for them, or because people decide otherwise.
GIVEN_BACK = {**CAUSES, "decision": "申诉、复议等人工处理"}
EXCEPTIONS = {
    "DEPARTED": "偏离评审或合议意见",
    "REOPENED": "重新启动",
    "VOIDED": "作废",
}
SERVICE = (
    ("calls", "来电咨询"),
    ("onsite", "现场服务"),
    ("onsite_in_12h", "其中12小时内到场"),
    ("consultations", "规则咨询答复"),
    ("training", "培训"),
)
PLAN = {
    "task": Column("工作内容", 62, "left"),
    "owner": Column("责任人", 24, "left"),
    "due": Column("完成时间", 26, "left"),
    "measure": Column("衡量标准", 44, "left"),
}
COLUMNS = {
    "work": {
        "event": Column("环节", 60, "left"),
        "cases": Column("件数", 24),
        "amount": Column("费用（元）", 36),
        "fund_amount": Column("基金（元）", 36),
    },
    "funnel": {
        "quarter": Column("结算季度", 34, "left"),
        "opened": Column("疑点", 13),
        "agreed": Column("复审同意", 18),
        "dispatched": Column("下发", 13),
        "appealed": Column("申诉", 13),
        "confirmed": Column("认定", 13),
        "cleared": Column("不违规", 16),
        "taken_out": Column("作废移送", 18),
        "undecided": Column("未终审", 18),
    },
    "refusals": {
        "fixmedins_name": Column("机构", 56, "left"),
        "listed_cases": Column("列单（件）", 22),
        "refused_amount": Column("拒付（元）", 26),
        "reversed_amount": Column("冲回（元）", 26),
        "net_amount": Column("合计（元）", 26),
    },
    "open": {
        "state_name": Column("环节", 38, "left"),
        "cases": Column("在办", 12),
        "to_10_days": Column("10天内", 16),
        "to_30_days": Column("11至30天", 14),
        "to_60_days": Column("31至60天", 14),
        "longer": Column("60天以上", 14),
        "overdue": Column("逾期", 12),
        "longest_overdue": Column("最长逾期（天）", 18),
        "due_next": Column("下月到期", 18),
    },
    "exceptions": {
        "kind": Column("事项", 34, "left"),
        "day": Column("日期", 31, "left"),
        "hit_id": Column("疑点编号", 51, "left"),
        "cases": Column("件数", 11),
        "why": Column("理由或缺陷编号", 29, "left"),
    },
}
