"""The register is loaded whole or not at all."""

import pytest

from claim_review.panel.register import RegisterRefusedError

GOOD = "E1,心内科,true,false,false,H9,,,623027,,e1@example.org\n"


def count(connection) -> int:
    query = "select count(*) from review.expert_list"
    return connection.execute(query).fetchone()[0]


def test_the_last_list_is_in_force(room, connection):
    assert room.registers(GOOD) == 1
    query = """
        select expert_id from review.expert
        where list_id = review.expert_list_at(%s)
    """
    assert connection.execute(query, (room.now,)).fetchall() == [("E1",)]


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ([], "names nobody"),
        ([GOOD, GOOD], "line 3: expert pkey"),
        (["E1,心内科,yes please,false,false,H9,,,623027,,\n"], "line 2: .*boolean"),
        (["E1,,true,false,false,H9,,,623027,,\n"], "line 2: .*null"),
        (["E1,心内科,true,false,false,H9,,,玛曲,,\n"], "line 2: the county is a"),
        (["E1,心内科,true,false,false,H9,H1,,623027,,\n"], "line 2: who left left"),
        (["E1,心内科,true,false\n"], "line 2: not as many cells"),
        ([GOOD.replace("e1@", "e1 at ")], "line 2: the address is one mailbox"),
    ],
)
def test_a_wrong_row_is_named_and_nothing_loaded(room, connection, lines, why):
    before = count(connection)
    with pytest.raises(RegisterRefusedError, match=f"experts.csv.*{why}"):
        room.registers(*lines)
    assert count(connection) == before


def test_a_wrong_community_leaves_the_experts_out_too(room, connection):
    before = count(connection)
    with pytest.raises(RegisterRefusedError, match=r"communities.csv line 2"):
        room.registers(GOOD, communities="H1,\n")
    assert count(connection) == before
