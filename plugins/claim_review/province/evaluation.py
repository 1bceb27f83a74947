"""How right each rule is, by the truth that lies beside a demo province."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

# Rules that the demo's tables do not carry although nothing is missing, and why not.
NOT_IN_THE_DEMO = {
    "B-14": "没有五家同级同类机构各有 200 名患者",
    "O-15": "要到 12 月；评估的是前两个季度",
}
# Rule, settlement, line (empty where the whole settlement is meant).
Key = tuple[str, str, str]


@dataclass(frozen=True)
class RuleScore:
    """Counts of one rule: planted and found, near misses and those hit, other hits."""

    rule_id: str
    planted: int
    found: int
    near_misses: int
    false_hits: int
    other_hits: int

    @property
    def recall(self) -> float | None:
        """Share of planted violations that were found; None where none was planted."""
        return self.found / self.planted if self.planted else None

    @property
    def precision(self) -> float | None:
        """Share of hits that were planted; None where there was no hit."""
        hits = self.found + self.false_hits + self.other_hits
        return self.found / hits if hits else None


def read_truth(folder: Path) -> list[dict[str, str]]:
    """Return all rows of the truth files in the folder."""
    truth = []
    for file in sorted(folder.glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as lines:
            truth += csv.DictReader(lines)
    return truth


def key_of(row: dict) -> Key:
    """Return the key by which a hit and a row of the truth are the same."""
    return row["rule_id"], row["setl_id"], row["bkkp_sn"] or ""


def score(
    rule_ids: Iterable[str], hits: set[Key], truth: list[dict]
) -> list[RuleScore]:
    """Return one score per rule, in the order given."""
    planted = {key_of(row) for row in truth if row["kind"] == "planted"}
    near = {key_of(row) for row in truth if row["kind"] == "near_miss"}

    def count(keys: set[Key], rule_id: str) -> int:
        return sum(key[0] == rule_id for key in keys)

    return [
        RuleScore(
            rule_id=rule_id,
            planted=count(planted, rule_id),
            found=count(planted & hits, rule_id),
            near_misses=count(near, rule_id),
            false_hits=count(near & hits, rule_id),
            other_hits=count(hits - planted - near, rule_id),
        )
        for rule_id in rule_ids
    ]


@dataclass(frozen=True)
class SignalScore:
    """What a signal rule made of planted institutions: their ranks, and false ones."""

    rule_id: str
    planted: int
    ranks: tuple[int, ...]
    near_signals: int
    false_signals: int
    other_signals: int


def score_signals(
    rule_ids: Iterable[str], signals: list[dict], truth: list[dict]
) -> list[SignalScore]:
    """Return one score per rule; the rank 1 is the institution furthest from its peers.

    A signal is known by rule, institution and quarter, whatever metric gave it.
    """

    def key(row: dict) -> Key:
        return row["rule_id"], row["fixmedins_code"], row["quarter"]

    ranks: dict[Key, int] = {}
    for signal in signals:
        known = ranks.get(key(signal), signal["rank"])
        ranks[key(signal)] = min(known, signal["rank"])
    planted = {key(row) for row in truth if row["kind"] == "planted_signal"}
    near = {key(row) for row in truth if row["kind"] == "near_signal"}

    def of(rule_id: str, keys: set[Key]) -> set[Key]:
        return {key for key in keys if key[0] == rule_id}

    return [
        SignalScore(
            rule_id=rule_id,
            planted=len(of(rule_id, planted)),
            ranks=tuple(sorted(ranks[k] for k in of(rule_id, planted & ranks.keys()))),
            near_signals=len(of(rule_id, near)),
            false_signals=len(of(rule_id, near & ranks.keys())),
            other_signals=len(of(rule_id, ranks.keys() - planted - near)),
        )
        for rule_id in rule_ids
    ]
