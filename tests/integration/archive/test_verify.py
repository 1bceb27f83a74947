"""Each proof of a quarter fails when what it proves is damaged."""

from pathlib import Path

import psycopg
import pytest
from tests.commands import install, type_in
from tests.integration.archive.kept import NOW, QUARTER, Kept

from claim_review.archive import commands
from claim_review.warehouse import RefusedError

_ROWS = "Rows of raw and rows set aside are those that the batches brought."
_CURRENT = "Of each key one version is current."
_MARKED = "Each row that is marked as replaced is there."
_SUMS = "Sums are those of the manifests."
_COVERED = "Of each rule, what it is about was screened or has a reason why not."
_COUNTED = "Hits that the coverage of a rule counts are rows of hits and signals."
_NAMED = "Each hit has the name that its rule, knowledge point and unit give it, once."
_HAS_HIT = (
    "Each case has its hit, unless a review after the one that opened it found it no "
    "more."
)
_IS_CASE = (
    "Each hit that people decide on is a case, since the quarter was last reviewed."
)
_CHAINED = "Events of the quarter's cases follow each other and are what was hashed."
_EVENTS = "Each case has events."
_BORNE = "No line, settlement or case is refused below nothing or beyond what it bears."
_DECIDED = (
    "What is refused for a case was decided, and the case stands where refused cases "
    "do."
)
_STATED = "Published statements, of whatever quarter, say what the ledger says."
_BALANCED = (
    "Each month's sheet of the prefecture balances with the states of the cases."
)
_ONCE = "No message of the outbox is there twice."

# What is done to the warehouse behind its back, and what then no longer holds.
DAMAGES = [
    ("delete from raw.fee_list_d where bkkp_sn = 'L3'", {_ROWS, _SUMS}),
    ("delete from raw.row_set_aside", {_ROWS, _SUMS}),
    (
        "update raw.fee_list_d set det_item_fee_sumamt = '60.01' where bkkp_sn = 'L1'",
        {_SUMS},
    ),
    (
        """insert into raw.setl_d select * from raw.setl_d
        where batch_id = '2025Q1-late-1'""",
        {_ROWS, _CURRENT},
    ),
    ("delete from raw.row_superseded where table_name = 'setl_d'", {_CURRENT}),
    (
        """insert into raw.row_superseded
        select 'setl_d', batch_id, line_number from raw.setl_d
        on conflict do nothing""",
        {_CURRENT},
    ),
    (
        "insert into raw.row_superseded values ('setl_d', '2025Q1-late-1', 99)",
        {_MARKED},
    ),
    ("update marts.fct_screening_coverage set settlements_screened = 2", {_COVERED}),
    ("delete from marts.fct_screening_gap", {_COVERED}),
    ("delete from marts.fct_rule_hits where bkkp_sn = 'L2'", {_COUNTED, _HAS_HIT}),
    ("update marts.fct_screening_coverage set hits = 3", {_COUNTED}),
    ("update marts.fct_rule_hits set kp_id = 'other' where bkkp_sn = 'L2'", {_NAMED}),
    (
        """insert into marts.fct_rule_hits
        select '2025Q2', hit_id, rule_id, kp_id, setl_id, bkkp_sn
        from marts.fct_rule_hits where bkkp_sn = 'L2'""",
        {_NAMED},
    ),
    (
        """insert into marts.fct_rule_hits values (
            '2025Q1', 'P-26-' || left(
                encode(sha256(convert_to('P-26|KP|S2', 'UTF8')), 'hex'), 20
            ), 'P-26', 'KP', 'S2', null, true, 1, 1
        ); update marts.fct_screening_coverage set hits = 3""",
        {_IS_CASE},
    ),
    (
        "update review.event set actor_id = 'somebody' where event = 'first_clear'",
        {_CHAINED},
    ),
    (
        """delete from review.event where event = 'ingest' and hit_id in (
            select hit_id from review.hit where bkkp_sn = 'L2')""",
        {_CHAINED},
    ),
    (
        """delete from review.event where hit_id in (
            select hit_id from review.hit where bkkp_sn = 'L2')""",
        {_EVENTS},
    ),
    ("update review.refusal set amount = 50", {_DECIDED, _STATED}),
    ("update review.refusal set amount = 81", {_BORNE, _DECIDED, _STATED}),
    ("delete from review.refusal", {_STATED}),
    (
        "update review.event set from_state = 'S91' where event = 'list_refusal'",
        {_CHAINED, _BALANCED},
    ),
    (
        # What was cut off at its end leaves a chain that holds.
        "delete from review.event where event = 'list_refusal'",
        {_DECIDED},
    ),
    (
        """alter table notify.outbox drop constraint outbox_dedupe_key_key cascade;
        update notify.outbox set dedupe_key = 'mail-1'""",
        {_ONCE},
    ),
    ("update notify.outbox set message_id = '<1@example.org>'", {_ONCE}),
]
_GUARDED = ("event", "refusal")


def test_every_proof_of_a_sound_quarter_holds(kept: Kept) -> None:
    assert [outcome.text() for outcome in kept.outcomes() if outcome.broken] == []


@pytest.mark.parametrize(
    ("damage", "proofs"), DAMAGES, ids=[f"{n:02}" for n in range(len(DAMAGES))]
)
def test_damage_is_seen(kept: Kept, damage: str, proofs: set[str]) -> None:
    with psycopg.connect(kept.url) as connection:
        for table in _GUARDED:
            connection.execute(f"alter table review.{table} disable trigger user")
        connection.execute(damage)

        assert set(kept.broken(connection)) == proofs
        connection.rollback()


@pytest.mark.parametrize(
    ("pattern", "content"),
    [
        ("reports/2025Q1/v1/report.docx", b"other"),
        ("reports/2025Q1/v1/report.docx", None),
        ("reports/2025Q1/v1/manifest.json", None),
        ("exchange/evidence/*", b"other"),
        ("exchange/evidence/*", None),
    ],
)
def test_a_changed_or_missing_file_is_seen(
    kept: Kept, pattern: str, content: bytes | None
) -> None:
    (file,) = kept.var_dir.glob(pattern)
    before = file.read_bytes()
    try:
        file.unlink()
        if content is not None:
            file.write_bytes(content)
        broken = kept.broken()
    finally:
        file.write_bytes(before)

    assert any(holds.startswith(("Files", "Evidence")) for holds in broken)
    assert kept.broken() == []


def test_the_command_says_what_does_not_hold_and_where(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(monkeypatch, commands, kept.url, var_dir=kept.var_dir)

    assert type_in(commands, "verify", NOW, QUARTER).endswith("checks hold")
    (evidence,) = Path(kept.var_dir, "exchange", "evidence").iterdir()
    evidence.rename(kept.var_dir / "elsewhere")
    try:
        with pytest.raises(RefusedError) as refusal:
            type_in(commands, "verify", NOW, QUARTER)
    finally:
        (kept.var_dir / "elsewhere").rename(evidence)

    said = str(refusal.value)
    assert f"\n    {evidence} is missing\n" in said
    assert said.endswith("1 of 19 checks do not hold")
    with pytest.raises(RefusedError, match="nothing is known of 2031Q1"):
        type_in(commands, "verify", NOW, "2031Q1")
