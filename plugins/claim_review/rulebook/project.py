"""What dbt knows about the rules: cards, worked examples and names of lists."""

from dataclasses import dataclass
from typing import Any

Row = dict[str, Any]


@dataclass(frozen=True)
class Example:
    """A worked example: what happens in it, and the rows the rule returns for it."""

    name: str
    text: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Rule:
    """A rule with its card; `examples` stand in the order of their file."""

    rule_id: str
    description: str
    card: Row
    examples: tuple[Example, ...]


@dataclass(frozen=True)
class Project:
    """The rules by id, and the description of each list by its id."""

    rules: tuple[Rule, ...]
    lists: dict[str, str]


def read_project(manifest: Row) -> Project:
    """Return the rules and lists of dbt's manifest."""
    nodes = manifest["nodes"].values()
    examples: dict[str, list[Example]] = {}
    for test in manifest["unit_tests"].values():
        example = Example(test["name"], test["description"], _expected_rows(test))
        examples.setdefault(test["model"], []).append(example)
    rules = [
        Rule(
            rule_id=_rule_id(node["name"]),
            description=node["description"],
            card=node["config"]["meta"],
            examples=tuple(examples.get(node["name"], ())),
        )
        for node in nodes
        if node["resource_type"] == "model" and "rule" in node["tags"]
    ]
    return Project(
        rules=tuple(sorted(rules, key=lambda rule: rule.rule_id)),
        lists={
            node["name"]: node["description"]
            for node in nodes
            if node["resource_type"] == "seed"
        },
    )


def _expected_rows(test: Row) -> tuple[Row, ...]:
    """Return the rows a unit test expects; raise ValueError when they are SQL.

    dbt has turned rows of CSV into the same form as the others.
    """
    expect = test["expect"]
    if expect["format"] == "sql":
        raise ValueError(f"example {test['name']}: expects SQL, which no reader sees")
    return tuple(expect["rows"])


def _rule_id(model_name: str) -> str:
    """Return the catalogue's id: c01_drug_for_the_other_sex is C-01."""
    return f"{model_name[0].upper()}-{model_name[1:3]}"
