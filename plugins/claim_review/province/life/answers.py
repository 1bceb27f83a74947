"""What people write into the rows of their workbooks, by what they decide."""

from collections.abc import Mapping
from decimal import Decimal

EVIDENCE = "病程记录.pdf"
_NO = "CLIN_JUSTIFIED 临床合理且有依据"

_FIXED: dict[str, dict[str, dict[str, object]]] = {
    "FIRST_REVIEW": {
        "first_suspect": {
            "初审结论": "疑似违规",
            "认定依据": "与收费明细、病历首页不符",
        },
        "first_clear": {"初审结论": "不违规", "不违规原因": _NO},
    },
    "SECOND_REVIEW": {
        "second_agree": {"复审结论": "同意"},
        "second_clear": {
            "复审结论": "不违规",
            "不违规原因": "POLICY_EXC 符合地方政策例外",
        },
        "second_return": {"复审结论": "退回初审", "退回意见": "请补充适用条款"},
    },
    "APPEAL": {
        "accept": {"处理意见": "认可", "医保办签认人": "示例签认人"},
        "appeal": {
            "处理意见": "申诉",
            "申诉理由": _NO,
            "申诉说明": "病情需要，病程记录中有说明，详见附件。",
            "证明材料": EVIDENCE,
            "医保办签认人": "示例签认人",
        },
    },
    "APPEAL_REVIEW": {
        "unfounded": {"评审结论": "不成立", "评审意见": "病程记录未载明指征"},
        "founded": {"评审结论": "成立", "调减原因": _NO, "评审意见": "指征明确"},
        "request_supplement": {"评审结论": "要求补充材料", "补充材料清单": "医嘱单"},
        "escalate_panel": {
            "评审结论": "提请合议",
            "合议理由": "REQUESTED 机构书面申请",
            "评审意见": "机构书面申请合议",
        },
    },
    "SUPPLEMENT": {
        "supplement": {"补充说明": "医嘱单见附件", "补充材料": EVIDENCE},
    },
    "NOTICE": {
        "reconsider": {
            "是否申请复议": "申请复议",
            "复议理由": "NEW_EVIDENCE 有新证据",
            "复议说明": "补充检验报告",
            "证明材料": EVIDENCE,
        },
    },
    "RECONSIDER": {
        "reconsider_confirm": {"复议结论": "维持", "决定依据": "新证据不影响认定"},
        "reconsider_clear": {
            "复议结论": "撤销",
            "调减原因": "EVID_LATE 已补充提供证据",
            "决定依据": "新证据能够证明诊疗必要",
        },
    },
    "FINAL_REVIEW": {
        "final_confirm": {"终审结论": "认定", "认定依据": "服务协议及规则依据条款"},
        "final_clear": {"终审结论": "不违规"},
    },
}
_HALF = ("APPEAL_REVIEW", "partly_founded")
_CENT = Decimal("0.01")


_VOTE = "panel_opinion"


def has_answer(kind: str, step: str) -> bool:
    """Return whether a step with a case is made in this kind of workbook."""
    is_vote = kind.startswith("PANEL_") and step == _VOTE
    return is_vote or step in _FIXED.get(kind, {}) or (kind, step) == _HALF


def answer(
    kind: str, step: str, recipient: str, facts: Mapping[str, str]
) -> Mapping[str, object]:
    """Return what somebody writes whose next step with a case this is; may be none."""
    if (kind, step) == _HALF:
        return {
            "评审结论": "部分成立",
            "认定金额（元）": _half(facts["扣除金额（元）"]),
            "调减原因": _NO,
            "评审意见": "部分用量有指征",
        }
    if kind.startswith("PANEL_") and step == _VOTE:
        return _vote(recipient, facts)
    if (kind, step) == ("FINAL_REVIEW", "final_confirm") and _is_lower(facts):
        # A panel gives an amount and no reason of the list.
        return {**_FIXED[kind][step], "调减原因": _NO}
    return _FIXED.get(kind, {}).get(step, {})


def _half(amount: object) -> float:
    return float((Decimal(str(amount)) / 2).quantize(_CENT))


def _vote(recipient: str, facts: Mapping[str, str]) -> Mapping[str, object]:
    """Return a vote; every third expert sees the whole amount as a violation."""
    half = _half(facts["涉及金额（元）"])
    if half < float(_CENT) or int(recipient.rpartition("-")[2]) % 3 == 0:
        return {"表决意见": "违规", "理由": "没有指征"}
    return {"表决意见": "部分违规", "认定金额（元）": half, "理由": "部分有指征"}


def _is_lower(facts: Mapping[str, str]) -> bool:
    opinion, notice = facts["意见金额（元）"], facts["扣除金额（元）"]
    return opinion not in ("", None) and float(opinion) < float(notice)
