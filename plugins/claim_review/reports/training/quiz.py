"""Ten questions of a county's own hits, always the same for the same facts."""

import random
from collections.abc import Sequence
from typing import Any

from claim_review.reports.training.examples import told, without_traces

QUESTIONS = 10
OPTIONS = 4
LETTERS = "ABCD"

Row = dict[str, Any]


def draw(
    seed: str,
    rules: Sequence[Row],
    others: Sequence[Row],
    papers: Sequence[str],
    scenes: dict[str, Row],
) -> list[Row]:
    """Return the questions: each with four options, the letter of the right one, why.

    `rules` are those of the county's hits, `others` all live rules; `scenes` are the
    examples by rule. Kinds take turns: which rule, what is right, which paper.
    """
    chance = random.Random(seed)
    wanted = [*_shuffled(chance, rules), *_shuffled(chance, _without(others, rules))]
    found: list[Row] = []
    kinds = ("which rule", "what is right", "which paper")
    # Each round asks another kind of each rule, so that few rules still make ten.
    for turn in range(len(kinds)):
        for place, rule in enumerate(wanted):
            kind = kinds[(place + turn) % len(kinds)]
            question = _question(kind, rule, others, papers, scenes, chance)
            if question is not None:
                found.append(question)
            if len(found) == QUESTIONS:
                return found
    return found


def _question(
    kind: str,
    rule: Row,
    others: Sequence[Row],
    papers: Sequence[str],
    scenes: dict[str, Row],
    chance: random.Random,
) -> Row | None:
    if kind == "which rule":
        scene = scenes.get(rule["rule_id"])
        if scene is None:
            return None
        text = f"{told(scene)}系统提示：{without_traces(scene['hit_reason'])}。"
        wrong = [other["rule_name"] for other in others]
        return _asked(
            f"{text}这条疑点属于哪条规则？", rule["rule_name"], wrong, rule, chance
        )
    if kind == "what is right":
        if not rule["remedy"]:
            return None
        wrong = [other["remedy"] for other in others if other["remedy"]]
        text = f"为避免“{rule['rule_name']}”的疑点，应当怎样做？"
        return _asked(text, rule["remedy"], wrong, rule, chance)
    if not rule["papers"]:
        return None
    wrong = [paper for paper in papers if paper not in rule["papers"]]
    right = chance.choice(rule["papers"])
    text = f"对“{rule['rule_name']}”的疑点提出申诉，下列哪项属于应当附上的材料？"
    return _asked(text, right, wrong, rule, chance)


def _asked(
    text: str, right: str, wrong: Sequence[str], rule: Row, chance: random.Random
) -> Row | None:
    """Return a question with its options in random order, None with too few."""
    distractors = sorted(set(wrong) - {right})
    if len(distractors) < OPTIONS - 1:
        return None
    options = [right, *chance.sample(distractors, OPTIONS - 1)]
    chance.shuffle(options)
    return {
        "question": text,
        "options": options,
        "answer": LETTERS[options.index(right)],
        "why": f"{rule['rule_id']} {rule['rule_name']}：{rule['description']}",
    }


def _shuffled(chance: random.Random, rules: Sequence[Row]) -> list[Row]:
    ordered = sorted(rules, key=lambda rule: rule["rule_id"])
    chance.shuffle(ordered)
    return ordered


def _without(rules: Sequence[Row], others: Sequence[Row]) -> list[Row]:
    known = {rule["rule_id"] for rule in others}
    return [rule for rule in rules if rule["rule_id"] not in known]
