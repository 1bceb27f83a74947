"""Of several hits each gets what a simple reckoning gives it, whoever came first."""

from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.integration.statements.months import confirmed, listed, refused

PRIORITIES = {"P-26": 10, "M-15": 20}
DECIDED = Decimal("48.00")
HITS = st.fixed_dictionaries(
    {
        "bkkp_sn": st.sampled_from(["L1", "L1", "L2", None]),
        "verdict": st.sampled_from(["hard", "suspect"]),
        "rule_id": st.sampled_from(list(PRIORITIES)),
    }
)
LINE_CAPS = st.integers(0, 9000).map(lambda cents: Decimal(cents) / 100)


def reckoned(hits: dict[str, dict], caps: dict, paid: Decimal) -> dict[str, Decimal]:
    """Return what each hit gets: in turn, the least of what is left."""
    left = {**caps}
    amounts = {}
    for hit_id, hit in sorted(
        hits.items(),
        key=lambda item: (
            item[1]["verdict"] != "hard",
            PRIORITIES[item[1]["rule_id"]],
            item[0],
        ),
    ):
        line = hit["bkkp_sn"]
        # A hit without a line is bounded by its own worth only.
        of_line = left[line] if line else caps[None]
        amount = min(DECIDED, of_line, paid)
        paid -= amount
        if line:
            left[line] -= amount
        if amount:
            amounts[hit_id] = amount
    return amounts


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    hits=st.lists(HITS, min_size=1, max_size=5),
    caps=st.fixed_dictionaries(dict.fromkeys(("L1", "L2", None), LINE_CAPS)),
    paid=st.integers(0, 20000).map(lambda cents: Decimal(cents) / 100),
    data=st.data(),
)
def test_each_hit_gets_its_share_in_turn(connection, hits, caps, paid, data):
    named = {f"hit {number}": hit for number, hit in enumerate(hits)}
    with connection.transaction(force_rollback=True):
        for hit_id in data.draw(st.permutations(list(named))):
            hit = named[hit_id]
            confirmed(
                connection,
                hit_id,
                line_fund_cap=caps[hit["bkkp_sn"]],
                settlement_fund_cap=paid,
                **hit,
            )
        wanted = reckoned(named, caps, paid)
        cases, amount, _ = listed(connection, "2025-07")
        assert {hit_id: amount for hit_id, _, amount in refused(connection)} == wanted
        assert (cases, amount) == (len(wanted), sum(wanted.values()))
