"""The lists of the rules: all that the second rules share with the first."""

import csv
from functools import cache
from pathlib import Path

import yaml

from claim_review import province

RULES = Path(__file__).parents[2] / "include" / "rules"
LISTS = RULES / "knowledge"
# What the demo province adds to them.
INVENTED = Path(province.__file__).parent / "lists"
STAY = "住院"
OUTPATIENT = ("门诊", "慢特病", "购药")
EMERGENCY = ("13", "1301")


@cache
def rows_of(name: str) -> list[dict]:
    """Return the rows of a list as text, with those of the demo province."""
    found = []
    for path in (LISTS / f"{name}.csv", INVENTED / f"{name}.csv"):
        if path.parent == LISTS or path.exists():
            with path.open(encoding="utf-8", newline="") as file:
                found += csv.DictReader(file)
    return found


@cache
def card(rule_id: str) -> dict:
    """Return the card of a rule: its scenes, its first day and so on."""
    [file] = RULES.glob(f"*/{rule_id.lower().replace('-', '')}_*.yml")
    [model] = yaml.safe_load(file.read_text(encoding="utf-8"))["models"]
    return model["config"]["meta"]


@cache
def level(hosp_lv: str) -> int:
    """Return the number of a hospital's level, 0 for none."""
    levels = {r["hosp_lv"]: int(r["level_number"]) for r in rows_of("hospital_levels")}
    return levels[hosp_lv.lstrip("0")]


@cache
def group_of(med_type: str) -> str | None:
    """Return the group of a medical type, None for an unknown one."""
    groups = {r["med_type"]: r["med_type_group"] for r in rows_of("med_types")}
    return groups.get(med_type)


def threshold(name: str) -> float:
    """Return the only value of a threshold."""
    [value] = [r["value"] for r in rows_of("thresholds") if r["threshold_id"] == name]
    return float(value)


def prefixes(name: str) -> tuple[str, ...]:
    """Return the codes with which the diagnoses of a set begin."""
    return tuple(
        r["icd_prefix"] for r in rows_of("diagnosis_sets") if r["set_id"] == name
    )


def since(row: dict) -> str:
    """Return the first day of a list's row; none of the lists used has ended yet."""
    assert not row["valid_to"], row
    return row["valid_from"]
