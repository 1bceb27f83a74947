"""A panel here is held to its votes, one of the platform to what was dispatched."""

from tests.integration.cases.casework import opened
from tests.integration.cases.panels import PANEL, sit

OF_THE_PLATFORM = {
    "source": "PLATFORM_IMPORT",
    "source_ref": "doc-1",
    "payload": {"conclusion": "部分违规"},
}


def test_a_panel_of_the_platform_says_an_amount_up_to_what_was_dispatched(connection):
    for hit_id, amounts, state in [
        ("A", {"amount": 90, "fund_amount": 72}, "S70"),
        ("B", {"amount": 91, "fund_amount": 72}, None),
        ("C", {"amount": None, "fund_amount": None}, None),
    ]:
        case = opened(connection, hit_id).goes_to("S60")
        assert case.does("panel_opinion", **OF_THE_PLATFORM, **amounts) == state
    why = "select why from review.quarantine order by hit_id"
    told = [why for (why,) in connection.execute(why)]
    assert [each.split()[0] for each in told] == ["CR-112", "CR-112"]


def test_a_panel_here_is_held_to_its_votes(connection):
    case = opened(connection, "A").goes_to("S60")
    sit(case, *PANEL)
    case.may_not("panel_opinion", "CR-112", amount=59, fund_amount=48)
    assert case.does("panel_opinion") == "S70"


def test_the_second_round_says_why_it_departs_from_its_panel(connection):
    connection.execute(
        """
        insert into review.parameter (
            key, name, value, unit, region, valid_from, source, published_at
        )
        values (
            'panel_amt', '应当合议的金额', '60.00', 'YUAN', '000000', '2025-07-01',
            '示例', '2025-07-01'
        )
        """
    )
    case = opened(connection, "A").goes_to("S85")
    sit(case, *PANEL)
    payload = {"session_id": "P1"}
    case.may_not("reconsider_clear", "CR-113", payload=payload)
    departs = payload | {"departure": "与目录不符"}
    assert case.does("reconsider_clear", payload=departs) == "S95"
