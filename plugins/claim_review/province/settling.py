"""From fee lines to settlements: amounts, sums and who pays."""

import numpy as np

from claim_review.province.columns import Columns
from claim_review.province.kinds import KIND
from claim_review.province.world import DAY, World

LINE_AMOUNTS = ("amount", "own", "over", "pre", "inscp")
FUNDS = ("hifp", "cvlserv", "hifmi", "hifob", "maf")

# Share of the covered amount that the pool pays, by level 0 to 3.
_STAY_SHARE = np.array([0.72, 0.75, 0.68, 0.62])
_STAY_DEDUCTIBLE = np.array([100_00, 150_00, 350_00, 700_00])
_SHARE = {
    "visit": 0.33,
    "chronic": 0.68,
    "purchase": 0.0,
    "emergency": 0.45,
    "tcm": 0.42,
    "maternity": 0.65,
    "special_drug": 0.62,
}


def with_amounts(world: World, lines: Columns) -> Columns:
    """Return the lines with their amounts in fen, which add up on every line."""
    size = np.abs(lines["cnt"])
    amount = (lines["pric"] * size + 5_000) // 10_000
    whole = lines["selfpay"] == 10_000
    # Of every fifth material the fund takes note of 85 % of the price only.
    dear = (world.items.menu == "material") & (world.items.rank % 5 == 0)
    over = np.where(dear[lines["item"]] & ~whole, amount * 15 // 100, 0)
    own = np.where(whole, amount, 0)
    pre = np.where(whole, 0, ((amount - over) * lines["selfpay"] + 5_000) // 10_000)
    sign = np.sign(lines["cnt"])
    parts = {"amount": amount, "own": own, "over": over, "pre": pre}
    parts["inscp"] = amount - own - over - pre
    return lines | {name: values * sign for name, values in parts.items()}


def one_each(world: World, encounters: Columns) -> Columns:
    """Return one settlement per encounter, in the same order, without amounts."""
    number = len(encounters["person"])
    flags = ("flag", "mid", "newborn", "by_hand", "old_level")
    return {
        "enc": np.arange(number),
        "begin": encounters["begin"] // DAY * DAY,
        "end": encounters["end"] // DAY * DAY,
        "settled": encounters["settled"],
        "exch": encounters["exch"],
        "init": np.full(number, -1),
        "sign": np.ones(number, np.int8),
        "gend": world.people.gend[encounters["person"]],
    } | {name: np.zeros(number, np.int8) for name in flags}


def with_sums(
    world: World, encounters: Columns, settlements: Columns, lines: Columns
) -> Columns:
    """Return the settlements with sums over their lines and all payments, in fen."""
    settled = lines["setl"] >= 0
    sums = {
        name: np.round(
            np.bincount(
                lines["setl"][settled],
                weights=lines[name][settled],
                minlength=len(settlements["enc"]),
            )
        ).astype(np.int64)
        for name in LINE_AMOUNTS
    }
    total, covered = np.abs(sums["amount"]), np.abs(sums["inscp"])
    # Planted settlements may name the share that the fund pays; -1 means the usual.
    wanted = settlements.get("share", np.full(len(total), -1.0))
    paid = _payments(world, encounters, settlements["enc"], total, covered, wanted)
    sign = settlements["sign"]
    return settlements | sums | {name: sign * cents for name, cents in paid.items()}


def _payments(
    world: World,
    encounters: Columns,
    enc: np.ndarray,
    total: np.ndarray,
    covered: np.ndarray,
    wanted: np.ndarray,
) -> Columns:
    person, kind = encounters["person"][enc], encounters["kind"][enc]
    level = world.places.level[encounters["place"][enc]]
    stay = kind == KIND["stay"]
    employee, civil = world.people.employee[person], world.people.civil[person]
    by_kind = np.array([_SHARE.get(name, 0.0) for name in KIND])
    share = np.where(stay, _STAY_SHARE[level] + 0.06 * employee, by_kind[kind])
    share = np.where(wanted >= 0, wanted, share)
    deductible = np.where(stay, np.minimum(_STAY_DEDUCTIBLE[level], covered), 0)
    pool = _part(covered - deductible, share)
    rest = covered - pool
    serious = np.maximum(rest - 8_000_00, 0) * stay
    hifmi, hifob = _part(serious, 0.6 * ~employee), _part(serious, 0.6 * employee)
    rest = rest - hifmi - hifob
    aided = stay | (kind == KIND["chronic"])
    maf = _part(rest, 0.5 * (world.people.poor[person] & aided))
    cvlserv = _part(rest - maf, 0.3 * (civil & stay))
    fund = pool + hifmi + hifob + maf + cvlserv
    person_pays = total - fund
    return {
        "dedc": deductible,
        "hifp": pool,
        "cvlserv": cvlserv,
        "hifmi": hifmi,
        "hifob": hifob,
        "maf": maf,
        "fund": fund,
        "psn": person_pays,
    } | _accounts(person, kind, employee, person_pays)


def _accounts(
    person: np.ndarray, kind: np.ndarray, employee: np.ndarray, due: np.ndarray
) -> Columns:
    """Return account and cash: pharmacies live on accounts, hospitals on cash."""
    counter = kind == KIND["purchase"]
    # One purchase in twelve finds the account half empty.
    account = np.where(counter, np.where(person % 12 == 5, due // 2, due), 0)
    account = np.where(~counter & employee, np.minimum(due, 150_00), account)
    return {"acct": account, "cash": due - account}


def _part(cents: np.ndarray, share: np.ndarray) -> np.ndarray:
    return np.round(np.maximum(cents, 0) * share).astype(np.int64)
