"""How each event is done when nothing is wrong with it, and ways through them."""

from datetime import timedelta
from typing import Any

USUAL: dict[str, dict[str, Any]] = {
    "ingest": {"role": "SYSTEM"},
    "fast_track": {"role": "SYSTEM"},
    "first_suspect": {"role": "REVIEWER1", "payload": {"basis": "依据"}}
    | {
        "amount": 100,
        "fund_amount": 80,
    },
    "first_clear": {"role": "REVIEWER1", "reason_code": "POLICY_EXC"},
    "second_agree": {"role": "REVIEWER2", "amount": 90, "fund_amount": 72},
    "second_clear": {"role": "REVIEWER2", "reason_code": "POLICY_EXC"},
    "second_return": {"role": "REVIEWER2", "payload": {"comment": "请复核金额"}},
    "hold": {"role": "AGENCY"},
    "dispatch": {"role": "DISPATCHER", "payload": {"batch_id": "B1"}},
    "recall": {"role": "AGENCY", "payload": {"comment": "批次有误"}},
    "accept": {"role": "INSTITUTION", "payload": {"signed_by": "医保办"}},
    "deem_accept": {"role": "SYSTEM"},
    "appeal": {
        "role": "INSTITUTION",
        "reason_code": "CLIN_JUSTIFIED",
        "payload": {"text": "病情需要，附病程记录为证。", "evidence": ["sha-1"]},
    },
    "withdraw_appeal": {"role": "INSTITUTION"},
    "request_supplement": {
        "role": "APPEAL_REVIEWER",
        "payload": {"documents": "病程记录"},
    },
    "supplement": {"role": "INSTITUTION"},
    "supplement_timeout": {"role": "SYSTEM"},
    "opinion": {
        "role": "APPEAL_REVIEWER",
        "amount": 60,
        "fund_amount": 48,
        "reason_code": "CLIN_JUSTIFIED",
        "payload": {"opinion": "PARTLY_FOUNDED"},
    },
    "escalate_panel": {
        "role": "APPEAL_REVIEWER",
        "payload": {"ground": "REQUESTED", "comment": "机构书面申请"},
    },
    "panel_opinion": {
        "role": "PANEL_SECRETARY",
        "amount": 60,
        "fund_amount": 48,
        "payload": {"session_id": "P1"},
    },
    "suspend": {"role": "AGENCY", "payload": {"audit_task_id": "T1"}},
    "resume": {"role": "AGENCY"},
    "final_return": {"role": "AGENCY", "actor_id": "agency-2", "to_state": "S50"},
    "final_confirm": {
        "role": "AGENCY",
        "actor_id": "agency-2",
        "amount": 60,
        "fund_amount": 48,
        "reason_code": "CLIN_JUSTIFIED",
        "payload": {"basis": "依据"},
    },
    "final_clear": {
        "role": "AGENCY",
        "actor_id": "agency-2",
        "reason_code": "CLIN_JUSTIFIED",
    },
    "reconsider": {
        "role": "INSTITUTION",
        "reason_code": "NEW_EVIDENCE",
        "payload": {"evidence": ["sha-2"]},
    },
    "window_closed": {"role": "SYSTEM"},
    "reconsider_confirm": {
        "role": "AGENCY",
        "actor_id": "agency-3",
        "amount": 60,
        "fund_amount": 48,
    },
    "reconsider_clear": {
        "role": "AGENCY",
        "actor_id": "agency-3",
        "reason_code": "CLIN_JUSTIFIED",
    },
    "list_refusal": {"role": "AGENCY"},
    "unlist": {"role": "AGENCY"},
    "settle": {"role": "AGENCY", "payload": {"payment_reference": "R1"}},
    "reopen": {"role": "AGENCY_LEADER", "reason_code": "NEW_EVIDENCE"},
    "transfer": {"role": "AGENCY", "payload": {"comment": "涉嫌欺诈"}},
    "transfer_back": {"role": "AGENCY"},
    "transfer_closed": {"role": "AGENCY"},
    "void": {"role": "AGENCY", "payload": {"rule_defect_id": "D1"}},
}
TO_APPEAL = ["ingest", "first_suspect", "second_agree", "dispatch", "appeal"]
TO_FINAL = [*TO_APPEAL, "opinion", "final_confirm"]
TO_LIST = [*TO_FINAL, "window_closed", "refuse", "list_refusal"]
WAYS = {
    "S10": TO_APPEAL[:1],
    "S20": TO_APPEAL[:2],
    "S30": TO_APPEAL[:3],
    "S40": TO_APPEAL[:4],
    "S50": TO_APPEAL,
    "S55": [*TO_APPEAL, "request_supplement"],
    "S60": [*TO_APPEAL, "escalate_panel"],
    "S70": [*TO_APPEAL, "opinion"],
    "S80": TO_FINAL,
    "S85": [*TO_FINAL, "reconsider"],
    "S90": [*TO_FINAL, "window_closed"],
    "S91": TO_LIST,
    "S92": [*TO_LIST, "settle"],
    "S95": ["ingest", "first_clear"],
    "S96": ["ingest", "void"],
    "S97": [*TO_APPEAL, "opinion", "transfer"],
    "S98": [*TO_APPEAL, "suspend"],
    "S99": [*TO_APPEAL, "opinion", "transfer", "transfer_closed"],
}
# The times that have to run out before these.
WAITS = {
    "window_closed": timedelta(days=8),
    "supplement_timeout": timedelta(days=6),
    "deem_accept": timedelta(days=20),
}
