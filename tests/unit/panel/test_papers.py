"""What tells who it was is covered on the papers of the first vote."""

import pytest

from claim_review.panel.papers import covered


@pytest.mark.parametrize(
    ("text", "words", "shown"),
    [
        ("示例医院一病区", ["示例医院"], "▇▇一病区"),
        ("S12与S1", ["S1", "S12"], "▇▇与▇▇"),
        ("示例", ["", "医院"], "示例"),
        ("", ["医院"], ""),
        (None, ["医院"], None),
    ],
)
def test_each_word_is_covered_wherever_it_stands(text, words, shown):
    assert covered(text, words) == shown
