"""Amounts of random overlapping hits, by the project's own SQL."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.integration.review import compiled

# The columns of the two parents that pricing and attribution read.
PARENTS = """
create schema intermediate;
create table intermediate.int_fee_lines (
    setl_id text, bkkp_sn text, fee_amount numeric, inscp_amount numeric,
    quantity numeric
);
create schema hits;
create table hits.hits_judged (
    rule_id text, kp_id text, priority int, setl_id text, bkkp_sn text,
    final_verdict text, rule_status text, amount_method text, is_accepted boolean,
    clr_way text, violating_quantity numeric,
    violating_amount numeric, medfee_sumamt numeric, inscp_amt numeric,
    fund_net_amount numeric, fee_amount numeric, inscp_amount numeric, quantity numeric
);
"""
CERTAINTY = ["hard", "suspect", "alert", "gate"]


@dataclass(frozen=True)
class Hit:
    """One hit; it is on a line of that position, or on the settlement whole."""

    line: int | None
    verdict: str
    priority: int
    is_accepted: bool
    violating: str
    rule_status: str
    amount_method: str


@dataclass(frozen=True)
class Settlement:
    """One settlement in cents; each line is a fee and how much of it is in scope."""

    fund: int
    clr_way: str
    lines: tuple[tuple[int, int], ...]
    hits: tuple[Hit, ...]


hits = st.builds(
    Hit,
    line=st.none() | st.integers(0, 2),
    verdict=st.sampled_from(["hard", "hard", "suspect", "suspect", "alert", "gate"]),
    priority=st.sampled_from([10, 20, 30]),
    is_accepted=st.integers(0, 5).map(lambda number: number == 0),
    violating=st.sampled_from(["all units", "half the units", "an amount"]),
    rule_status=st.sampled_from(["live", "live", "live", "shadow"]),
    amount_method=st.sampled_from(["priced", "priced", "priced", "display", "none"]),
)
cents = st.integers(0, 9_999)
settlements = st.builds(
    Settlement,
    fund=st.integers(-2_000, 20_000),
    clr_way=st.sampled_from(["10", "10", "10", "40"]),
    lines=st.lists(
        st.tuples(cents, cents).map(lambda pair: (max(pair), min(pair))),
        min_size=3,
        max_size=3,
    ).map(tuple),
    hits=st.lists(hits, max_size=7).map(tuple),
)
many = st.lists(settlements, min_size=5, max_size=30)


def yuan(in_cents: int) -> Decimal:
    return Decimal(in_cents) / 100


def lines_of(drawn: list[Settlement]) -> list[tuple]:
    """Return the rows of int_fee_lines: setl_id, bkkp_sn, fee, in scope, quantity."""
    return [
        (f"S{number}", f"L{number}-{position}", yuan(fee), yuan(in_scope), 4)
        for number, settlement in enumerate(drawn)
        for position, (fee, in_scope) in enumerate(settlement.lines)
    ]


def hits_of(drawn: list[Settlement]) -> list[tuple]:
    """Return the rows of hits_judged, each of its own knowledge point."""
    return [
        _hit(number, f"kp{position}", settlement, hit)
        for number, settlement in enumerate(drawn)
        for position, hit in enumerate(settlement.hits)
    ]


def _hit(number: int, kp_id: str, settlement: Settlement, hit: Hit) -> tuple:
    fees, scopes = (sum(column) for column in zip(*settlement.lines, strict=True))
    line = (None, None, None, None)
    if hit.line is not None:
        fee, in_scope = settlement.lines[hit.line]
        line = (f"L{number}-{hit.line}", yuan(fee), yuan(in_scope), 4)
    # A settlement flagged whole has no units; an amount may be part of it or more.
    units = {"all units": 4, "half the units": 2, "an amount": None}[hit.violating]
    amount = yuan(1_234) if hit.violating == "an amount" else None
    return (
        *("P-00", kp_id, hit.priority, f"S{number}", line[0]),
        *(hit.verdict, hit.rule_status, hit.amount_method, hit.is_accepted),
        *(settlement.clr_way, units, amount, yuan(fees), yuan(scopes)),
        *(yuan(settlement.fund), *line[1:]),
    )


@pytest.fixture(scope="module")
def models(make_database):
    """Return the URL of a warehouse with empty models, and their SQL."""
    url = make_database()
    select = ["hit_amounts", "hits_attributed"]
    queries = compiled.compiled(url, select)
    with psycopg.connect(url) as connection:
        connection.execute(PARENTS)
        for name, query in queries.items():
            connection.execute(f"create table hits.{name} as {query} with no data")
    return url, queries


def attributed(models, lines: list[tuple], judged: list[tuple]) -> list[dict]:
    """Return hits_attributed of these lines and hits, in no order."""
    url, queries = models
    parents = {"intermediate.int_fee_lines": lines, "hits.hits_judged": judged}
    with compiled.undone(url) as connection:
        for table, rows in parents.items():
            with connection.cursor().copy(f"copy {table} from stdin") as copying:
                for row in rows:
                    copying.write_row(row)
        compiled.run(connection, "hits", queries)
        return connection.execute("select * from hits.hits_attributed").fetchall()


def claims(row: dict) -> bool:
    """Return whether a hit may refuse money at all."""
    if row["clr_way"] == "40" and row["bkkp_sn"]:
        return False
    if row["rule_status"] == "shadow" or row["amount_method"] in ("display", "none"):
        return False
    return row["final_verdict"] in ("hard", "suspect") and not row["is_accepted"]


def turn(row: dict) -> tuple:
    return CERTAINTY.index(row["final_verdict"]), row["priority"], row["hit_id"]


@compiled.OFTEN
@given(many)
def test_no_more_is_refused_than_the_fund_paid(models, drawn):
    lines = lines_of(drawn)
    rows = attributed(models, lines, hits_of(drawn))
    assert len(rows) == sum(len(settlement.hits) for settlement in drawn)
    of_line, of_settlement = defaultdict(Decimal), defaultdict(Decimal)
    for row in rows:
        fund = max(Decimal(0), row["fund_net_amount"])
        assert 0 <= row["attributed_fund_amount"] <= row["hit_fund_amount"] <= fund
        assert claims(row) or row["attributed_fund_amount"] == 0
        if row["amount_method"] == "none" or row["final_verdict"] == "gate":
            assert row["hit_fee_amount"] == row["hit_fund_amount"] == 0
        of_line[row["bkkp_sn"]] += row["attributed_fund_amount"]
        of_settlement[row["setl_id"]] += row["attributed_fund_amount"]
    scope = defaultdict(Decimal)
    for setl_id, _, _, in_scope, _ in lines:
        scope[setl_id] += in_scope
    for setl_id, bkkp_sn, _, in_scope, _ in lines:
        fund = max(Decimal(0), yuan(drawn[int(setl_id[1:])].fund))
        share = in_scope * min(Decimal(1), fund / (scope[setl_id] or 1))
        assert of_line[bkkp_sn] <= share + Decimal("0.005")
        assert of_settlement[setl_id] <= fund


@compiled.OFTEN
@given(many)
def test_each_hit_gets_what_surer_ones_left_of_its_line_and_settlement(models, drawn):
    rows = attributed(models, lines_of(drawn), hits_of(drawn))
    used = defaultdict(Decimal)
    for row in sorted(rows, key=turn):
        rooms = [max(Decimal(0), row["fund_net_amount"]) - used[row["setl_id"]]]
        if row["bkkp_sn"]:
            rooms.append(row["line_fund_amount"] - used[row["bkkp_sn"]])
        expected = min(row["hit_fund_amount"], *rooms) if claims(row) else 0
        assert row["attributed_fund_amount"] == expected
        used[row["setl_id"]] += expected
        used[row["bkkp_sn"]] += expected


@compiled.OFTEN
@given(many, st.randoms())
def test_the_order_of_hits_does_not_matter(models, drawn, random):
    lines, judged = lines_of(drawn), hits_of(drawn)
    shuffled = random.sample(judged, len(judged))
    in_order, out_of_order = (
        {row["hit_id"]: row for row in attributed(models, lines, rows)}
        for rows in (judged, shuffled)
    )
    assert out_of_order == in_order


@compiled.OFTEN
@given(many)
def test_what_claims_nothing_takes_nothing_from_what_does(models, drawn):
    lines, judged = lines_of(drawn), hits_of(drawn)
    claiming = [
        hit
        for hit in judged
        if hit[6] == "live" and hit[7] == "priced"  # rule_status, amount_method
    ]
    alone = {row["hit_id"]: row for row in attributed(models, lines, claiming)}
    together = {row["hit_id"]: row for row in attributed(models, lines, judged)}
    for hit_id, row in alone.items():
        among_others = together[hit_id]
        assert among_others["attributed_fund_amount"] == row["attributed_fund_amount"]


@compiled.OFTEN
@given(many)
def test_an_amount_on_a_settlement_is_its_part_of_the_funds_payment(models, drawn):
    for row in attributed(models, lines_of(drawn), hits_of(drawn)):
        if row["bkkp_sn"] or row["violating_amount"] is None:
            continue
        if row["final_verdict"] == "gate" or row["amount_method"] == "none":
            continue
        fee, fund = row["medfee_sumamt"], max(Decimal(0), row["fund_net_amount"])
        assert row["hit_fee_amount"] == min(row["violating_amount"], fee)
        expected = fund * row["hit_fee_amount"] / fee if fee else 0
        assert abs(row["hit_fund_amount"] - expected) <= Decimal("0.005")
