"""All planted violations and near misses of a quarter."""

from importlib import import_module
from itertools import chain
from pkgutil import iter_modules
from types import ModuleType

from claim_review.province import planted as package
from claim_review.province.cases import Cases
from claim_review.province.finishing import finished
from claim_review.province.part import Part
from claim_review.province.truth import Truth
from claim_review.province.world import World
from claim_review.quarters import Quarter

STREAM = 3
# Cases per rule and kind at scale 0.02; they grow with the root of the scale.
CASES, CASES_SCALE = 12, 0.02


def _modules() -> list[ModuleType]:
    """Return the modules of the folder `planted`, by name."""
    found = sorted(module.name for module in iter_modules(package.__path__))
    return [import_module(f"{package.__name__}.{name}") for name in found]


def _joined(name: str) -> dict[str, dict]:
    """Return what all modules call so, by rule; ValueError if two name one variant."""
    made: dict[str, dict] = {}
    for module in _modules():
        for rule, variants in getattr(module, name, {}).items():
            twice = variants.keys() & made.get(rule, {}).keys()
            if twice:
                raise ValueError(f"{rule}: variant {sorted(twice)} is planted twice")
            made[rule] = made.get(rule, {}) | variants
    return made


HITS, NEAR, SIGNALS = _joined("HITS"), _joined("NEAR"), _joined("SIGNALS")
# By rule: no more violations than this, however large the province.
AT_MOST = dict(chain(*(getattr(m, "AT_MOST", {}).items() for m in _modules())))
# By variant: whether a quarter can have it.
POSSIBLE = dict(chain(*(getattr(m, "POSSIBLE", {}).items() for m in _modules())))


def planted(world: World, quarter: Quarter) -> tuple[Part, list[Truth], World]:
    """Return the planted cases, what the rules should say, and the world with them."""
    cases = Cases(world, quarter, world.rng(quarter, STREAM))
    wanted = round(CASES * (world.scale / CASES_SCALE) ** 0.5)
    for kind in (HITS, NEAR):
        for rule, variants in kind.items():
            usable = _possible(variants, cases)
            most = AT_MOST.get(rule, wanted)
            _plant(cases, rule, usable, max(min(wanted, most), len(usable)))
    for rule, variants in SIGNALS.items():
        usable = _possible(variants, cases)
        _plant(cases, rule, usable, len(usable))
    return finished(cases)


def _possible(variants: dict, cases: Cases) -> dict:
    return {
        name: make
        for name, make in variants.items()
        if name not in POSSIBLE or POSSIBLE[name](cases)
    }


def _plant(cases: Cases, rule: str, variants: dict, number: int):
    """Plant `number` cases of the rule, one variant after the other by turns.

    A quarter that can have none of the variants has no case.
    """
    names = list(variants)
    for case in range(number if names else 0):
        variant = names[case % len(names)]
        cases.expected.label = (rule, variant)
        variants[variant](cases, case // len(names))
