"""Knowledge points: what a row says of one item, under an id that stays."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date

from claim_review.knowledge.layouts import KnowledgeList

# Common columns of a list; what else a list has are facts.
COMMON = ("item_code", "item_name", "basis_text", "override_of")


@dataclass(frozen=True)
class Point:
    """One item's row of a list; `facts` are the list's own columns, as text."""

    list_id: str
    kp_id: str
    item_key: str
    item_code: str | None
    item_name: str | None
    basis: str
    basis_text: str | None
    override_of: str | None
    facts: dict[str, str] = field(hash=False)
    sheet: str
    row: int

    def says_the_same_as(self, other: "Point") -> bool:
        """Return whether two points differ only in where they stand and remarks."""
        return self._meaning() == other._meaning()

    def _meaning(self) -> tuple:
        facts = {name: value for name, value in self.facts.items() if name != "note"}
        return self.item_name, facts, self.basis_text, self.override_of


@dataclass(frozen=True)
class Terms:
    """What holds for all points of a load."""

    published_at: date
    valid_from: date
    valid_to: date | None
    scope: str

    def __iter__(self):
        return iter((self.published_at, self.valid_from, self.valid_to, self.scope))


def item_key(
    key: tuple[str, ...],
    item_code: str | None,
    item_name: str | None,
    facts: dict[str, str],
) -> str:
    """Return what a row is about: rows of one key can override one another."""
    parts = [item_code or item_name or "", *(facts.get(name, "") for name in key)]
    return "|".join(parts)


def kp_id(
    knowledge_list: KnowledgeList,
    item_code: str | None,
    item_name: str | None,
    facts: dict[str, str],
) -> str:
    """Return the id of a point: the same item has the same id in every edition."""
    names = [*knowledge_list.key, *knowledge_list.point]
    parts = [
        knowledge_list.prefix,
        item_code or item_name or "",
        *(facts[name] for name in names if facts.get(name)),
    ]
    return "-".join(parts)


def named_by(
    knowledge_list: KnowledgeList, item_code: str | None, item_name: str | None
) -> dict[str, str]:
    """Return what the list's own columns say of the item: its code, else its name."""
    if item_code:
        named = {knowledge_list.code: item_code}
    elif knowledge_list.name == "item_name":
        named = {"hilist_name": item_name or ""}
    else:
        named = {}
    if knowledge_list.name != "item_name" and item_name:
        named[knowledge_list.name] = item_name
    return named


def content_sha256(*content) -> str:
    """Return the hash of a point with all it says and where it was said."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
