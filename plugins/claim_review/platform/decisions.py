"""What the filled columns of a 疑点 mean: decisions, in the order of their times."""

import re
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from claim_review.platform.decision import (
    Decision,
    UnclearError,
    actor_of,
    amount_of,
    is_filled,
    spoken,
)
from claim_review.platform.reading import Told, moment

_ADVICE = re.compile(r"([0-9]+\.[0-9]{2})元（基金([0-9]+\.[0-9]{2})元）", re.DOTALL)
_DAY = timedelta(days=1)


def decisions_of(told: Told) -> Iterator[Decision | UnclearError]:
    """Yield the decisions of a 疑点, unclear ones as errors, by time, then by step."""
    found: list[Decision] = []
    for read in (_first, _second, _dispatch, _answer, _escalation, _advice, *_LATE):
        try:
            decision = read(told)
        except UnclearError as error:
            yield error
        else:
            if decision is not None:
                found.append(decision)
    # Of one moment the steps are in the order of the procedure: sorting keeps it.
    yield from sorted(found, key=lambda each: each.occurred_at)


def _first(told: Told) -> Decision | None:
    if not is_filled(told, "初审", "chk_vola_flag", "chktime"):
        return None
    actor, at = actor_of(told, "初审", "chker"), moment(told["chktime"])
    if told["chk_vola_flag"] == "VIOLATION":
        amount, basis = amount_of(told, "chk_vola_amt"), {"basis": told.get("chk_opnn")}
        return Decision(
            "chk", "first_suspect", "REVIEWER1", actor, at, amount, payload=basis
        )
    reason, text = spoken(told.get("chk_opnn"))
    return Decision(
        *("chk", "first_clear", "REVIEWER1", actor, at),
        reason_code=reason,
        needs_reason=True,
        payload={"comment": text} if text else {},
    )


def _second(told: Told) -> Decision | None:
    if not is_filled(told, "复审", "rchk_vola_flag", "rchk_time"):
        return None
    actor, at = actor_of(told, "复审", "rchker"), moment(told["rchk_time"])
    if told["rchk_vola_flag"] == "VIOLATION":
        amount = amount_of(told, "cnfm_vola_amt")
        return Decision("rchk", "second_agree", "REVIEWER2", actor, at, amount)
    reason, _ = spoken(told.get("rchk_opnn"))
    return Decision(
        *("rchk", "second_clear", "REVIEWER2", actor, at),
        reason_code=reason,
        needs_reason=True,
    )


_BEFORE_DISPATCH = {"FIRST_REVIEW", "SECOND_REVIEW", "TO_DISPATCH"}


def _dispatch(told: Told) -> Decision | None:
    """The platform has no column for the dispatch: its 单据 is made with it.

    One that has a deadline has been dispatched, unless its status says otherwise.
    """
    is_waiting = told["supn_suspt_stas"] in _BEFORE_DISPATCH
    if is_waiting or not (told.get("crte_time") and told.get("appl_ddln")):
        return None
    actor = actor_of(told, "下发", "crter_id")
    return Decision("doc", "dispatch", "DISPATCHER", actor, moment(told["crte_time"]))


def _answer(told: Told) -> Decision | None:
    if told.get("appl_flag") == "DEEMED":
        return _deemed(told)
    if not is_filled(told, "申诉", "appl_flag", "appl_time"):
        return None
    actor, at = actor_of(told, "申诉", "appler"), moment(told["appl_time"])
    if told["appl_flag"] == "ACCEPTED":
        signed = {"signed_by": actor}
        return Decision("appl", "accept", "INSTITUTION", actor, at, payload=signed)
    reason, text = spoken(told.get("appl_rea"))
    files = [name for name in (told.get("appl_matl") or "").split(";") if name.strip()]
    return Decision(
        *("appl", "appeal", "INSTITUTION", actor, at, amount_of(told, "appl_amt")),
        reason_code=reason,
        needs_reason=True,
        payload={"text": text, "evidence": files},
    )


def _deemed(told: Told) -> Decision:
    """Silence has no time of its own: it counts once the last day is over."""
    if told.get("appl_time") is not None:
        at = moment(told["appl_time"])
    elif told.get("appl_ddln") is not None:
        last = moment(told["appl_ddln"]) + _DAY
        at = last.replace(hour=0, minute=0, second=1, microsecond=0)
    else:
        raise UnclearError("超时未申诉而没有申诉期限（appl_ddln）")
    return Decision("appl", "deem_accept", "SYSTEM", "platform", at)


def _escalation(told: Told) -> Decision | None:
    if told.get("appy_clgl_time") is None:
        return None
    return Decision(
        *("appy_clgl", "escalate_panel", "AGENCY"),
        actor_of(told, "申请合议", "appy_clgl_psn"),
        moment(told["appy_clgl_time"]),
        payload={"ground": "REQUESTED", "comment": told.get("appy_clgl_rea")},
    )


def _advice(told: Told) -> Decision | None:
    if not is_filled(told, "合议", "chk_procrslt", "clgl_time"):
        return None
    said = _ADVICE.match(told.get("clgl_ccls") or "")
    if told["chk_procrslt"] == "PARTIAL" and said is None:
        raise UnclearError("合议结论为部分违规，没有一栏写明金额（clgl_ccls）")
    amounts = (None, None)
    if told["chk_procrslt"] == "NONE":
        amounts = (Decimal(0), Decimal(0))
    elif said is not None:
        amounts = (Decimal(said[1]), Decimal(said[2]))
    return Decision(
        *("clgl", "panel_opinion", "PANEL_SECRETARY", "platform"),
        moment(told["clgl_time"]),
        *amounts,
        payload={"conclusion": told.get("clgl_ccls")},
    )


def _final(told: Told) -> Decision | None:
    if not is_filled(told, "终审", "finl_chk_vola_flag", "finl_chktime"):
        return None
    actor, at = actor_of(told, "终审", "finl_chker"), moment(told["finl_chktime"])
    reason, text = spoken(told.get("finl_chk_opnn"))
    is_violation = told["finl_chk_vola_flag"] == "VIOLATION"
    if is_violation and told.get("finl_vola_amt") is None:
        raise UnclearError("终审认定违规而没有写明金额（finl_vola_amt）")
    # Who departs from a panel says so in writing; the opinion is that writing.
    departure = {"departure": text} if told.get("clgl_time") else {}
    return Decision(
        *("finl_chk", "final_confirm" if is_violation else "final_clear", "AGENCY"),
        *(actor, at),
        amount=amount_of(told, "finl_vola_amt") if is_violation else Decimal(0),
        fund_amount=amount_of(told, "finl_chk_amt") if is_violation else Decimal(0),
        reason_code=reason,
        needs_reason=True,
        payload={"basis": text} | departure,
        also_known_as=("reconsider_confirm" if is_violation else "reconsider_clear",),
    )


def _deduction(told: Told) -> Decision | None:
    if told.get("det_flag") in (None, "NOT_DEDUCTED") and not told.get("det_time"):
        return None
    is_filled(told, "扣款", "det_flag", "det_time")
    return Decision(
        *("det", "settle", "AGENCY", actor_of(told, "扣款", "opter_id")),
        moment(told["det_time"]),
        fund_amount=amount_of(told, "vola_det_amt"),
        payload={"payment_reference": told.get("rfus_bchno") or told["doc_id"]},
    )


def _repayment(told: Told) -> Decision | None:
    """The case is taken up anew; the new decision is entered with the money, here."""
    if told.get("rvis_flag") in (None, "NOT_REPAID") and not told.get("rvis_time"):
        return None
    is_filled(told, "补差", "rvis_flag", "rvis_time")
    return Decision(
        *("rvis", "reopen", "AGENCY_LEADER", actor_of(told, "补差", "opter_id")),
        moment(told["rvis_time"]),
        reason_code="CALC",
        payload={"repaid_amount": told.get("rvis_amt")},
        to_state="S85",
        also_known_as=("reconsider_confirm", "reconsider_clear"),
        known_after="settle",
    )


_LATE = (_final, _deduction, _repayment)
