"""Every (state, event, role) that is not in the table of transitions is refused."""

import csv
import shutil

import psycopg
import pytest
from tests.integration.cases import casework, usual

from claim_review.review import reference

THIRD_PARTY = {
    "REVIEWER1",
    "REVIEWER2",
    "DISPATCHER",
    "APPEAL_REVIEWER",
    "PANEL_SECRETARY",
}

# Tries each triple with the seed's targets, and what the seed knows with all targets.
# What succeeds is undone; CR101 is what was refused as a transition.
TRY_ALL = """
create temporary table answers (
    event text, from_state text, to_state text, role text, answer text
) on commit drop;

do $$
declare
    one record;
begin
    for one in
        select
            hits.hit_id,
            coalesce(states.state, '-') as from_state,
            events.event,
            roles.role,
            to_states.state as to_state
        from review.hit as hits
        left join review.hit_state as states on hits.hit_id = states.hit_id
        cross join (select distinct event from review.transition) as events
        cross join (
            select distinct role from review.transition union select 'OWNER'
        ) as roles
        cross join review.state as to_states
        where exists (
            select
            from review.transition as known
            where
                known.event = events.event
                and (
                    known.to_state = to_states.state
                    or (
                        known.role = roles.role
                        and known.from_state = coalesce(states.state, '-')
                    )
                )
        )
    loop
        begin
            perform review.apply_event(
                one.hit_id, one.event, 'somebody-else', one.role,
                timestamptz '2025-12-01', to_state => one.to_state
            );
            raise exception 'undo' using errcode = 'CR999';
        exception when others then
            insert into answers
            values (one.event, one.from_state, one.to_state, one.role, sqlstate);
        end;
    end loop;
end
$$;
"""


def seeded() -> set[tuple[str, str, str, str]]:
    """Return (event, from, to, role) of the seed."""
    with (reference.PROCESS_DIR / "transitions.csv").open(encoding="utf-8") as text:
        return {
            (row["event"], row["from_state"], row["to_state"], row["role"])
            for row in csv.DictReader(text)
        }


def test_seed_has_the_54_transitions_and_37_events():
    rows = seeded()
    assert len({row[:3] for row in rows}) == 54
    assert len({row[0] for row in rows}) == 37


def test_only_the_table_lets_an_event_through(connection):
    casework.opened(connection, "new")
    for number, state in enumerate(usual.WAYS):
        # Lines and settlements of their own, so that the ledger takes them all.
        case = casework.opened(
            connection, f"in {state}", setl_id=f"S{number}", bkkp_sn=f"L{number}"
        ).goes_to(state)
        assert case.state == state
    connection.execute(TRY_ALL)
    tried = connection.execute("select * from answers").fetchall()
    assert len({(row[0], row[1], row[3]) for row in tried}) == 19 * 37 * 10
    let_through = {tuple(row[:4]) for row in tried if row[4] != "CR101"}
    # A case that was suspended in S50 does not come back to S60.
    assert let_through == seeded() - {("resume", "S98", "S60", "AGENCY")}
    # Nothing but an honest success or a guard's refusal got past the table.
    assert all(row[4].startswith("CR") for row in tried)


def test_every_state_is_reached_and_has_a_way_to_an_end(connection):
    steps = {(row[1], row[2]) for row in seeded()}
    states = connection.execute(
        "select state, is_terminal from review.state"
    ).fetchall()
    forward = {"-"}
    backward = {state for state, is_terminal in states if is_terminal}
    for _ in states:
        forward |= {to for start, to in steps if start in forward}
        backward |= {start for start, to in steps if to in backward}
    assert {state for state, _ in states} <= forward & backward


def test_no_third_party_decides_or_moves_money():
    theirs = {row[0] for row in seeded() if row[3] in THIRD_PARTY}
    assert theirs.isdisjoint(
        {"final_confirm", "final_clear", "final_return", "reconsider_confirm"}
        | {"reconsider_clear", "list_refusal", "unlist", "settle", "void", "reopen"}
    )


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (
            "final_clear,S70,S95,AGENCY,",
            "final_clear,S70,S95,REVIEWER2,",
            "third party",
        ),
        ("hold,S30,S20,AGENCY,", "hold,S30,S20,DOORMAN,", "role is known"),
        ("hold,S30,S20,AGENCY,", "hold,S30,S21,AGENCY,", "to state"),
        ("hold,S30,S20,AGENCY,2024-01-01,", "hold,S30,S20,AGENCY,,", "valid_from"),
    ],
)
def test_a_wrong_transition_is_refused_with_its_line(
    warehouse_url, tmp_path, old, new, why
):
    shutil.copytree(reference.PROCESS_DIR, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "transitions.csv"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    (number,) = [n for n, line in enumerate(lines, 1) if line.startswith(old)]
    lines[number - 1] = lines[number - 1].replace(old, new)
    path.write_text("".join(lines), "utf-8")
    with (
        psycopg.connect(warehouse_url) as connection,
        pytest.raises(
            reference.ReferenceRefusedError,
            match=f"transitions.csv line {number}.*{why}",
        ),
    ):
        reference.publish(connection, casework.START, tmp_path)


def test_a_transition_ends_with_the_day_of_its_last_row(case):
    casework.insert(
        case.connection,
        "transition",
        event="first_suspect",
        from_state="S10",
        to_state="S20",
        role="REVIEWER1",
        valid_from="2025-07-20",
        valid_to="2025-07-20",
        published_at=casework.START,
    )
    case.goes("ingest")
    with pytest.raises(psycopg.Error, match="CR-101"):
        case.does("first_suspect")
