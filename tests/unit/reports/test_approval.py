"""What a person answers to a required action becomes a decision."""

import pytest

from claim_review.reports.approval import APPROVE, decision


def answer(**changes) -> dict:
    given = {
        "chosen_options": [APPROVE],
        "responded_by_user": {"id": "7", "name": "shen"},
        "responded_at": "2025-07-08T09:30:00+08:00",
        "params_input": {"remark": None},
    }
    return given | changes


def test_nobody_has_to_write_a_remark():
    assert decision(answer()).remark == ""
    assert decision(answer(params_input=None)).remark == ""
    assert decision(answer(params_input={"remark": "看过了"})).remark == "看过了"


def test_an_answer_of_nobody_decides_nothing():
    with pytest.raises(ValueError, match="nobody answered"):
        decision(answer(responded_by_user=None))
