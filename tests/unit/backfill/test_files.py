"""A file of include/backfills is as it has to be, or is refused with place and why."""

from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from textwrap import dedent

import pytest
import yaml
from tests.commands import type_in

from claim_review.backfill import commands, files
from claim_review.backfill.files import BackfillRefusedError

NAME = "2026-11-24-late-batch-of-two-hospitals.yml"
README = (files.FOLDER / "README.md").read_text("utf-8")
EXAMPLE = dedent("".join(f"{x}\n" for x in README.split("\n") if x.startswith("    ")))
SAID = yaml.safe_load(EXAMPLE)


def written(folder: Path, name: str = NAME, **changes) -> Path:
    """Write the README's example with changes; a value of None leaves a key out."""
    said = {key: value for key, value in (SAID | changes).items() if value is not None}
    path = folder / name
    path.write_text(yaml.safe_dump(said, allow_unicode=True), "utf-8")
    return path


def test_all_files_of_this_repository_are_as_they_have_to_be():
    names = {path.name for path in files.FOLDER.iterdir()} - {"README.md"}
    assert {backfill.name for backfill in files.every()} == names


def test_the_example_of_the_readme_is_read(tmp_path):
    (tmp_path / NAME).write_text(EXAMPLE, "utf-8")
    backfill = files.read(tmp_path / NAME)
    assert EXAMPLE.startswith(f"# {NAME}")
    assert backfill.quarters == ["2025Q1", "2025Q2"]
    assert backfill.watchers == ["bureau@example.org"]
    assert (backfill.asked_by, backfill.approved_by) == ("engineer-a", "agency-a")
    assert backfill.previews == ["2025Q1-20261124T101500"]


def test_an_open_quarter_needs_neither_approver_nor_preview(tmp_path):
    path = written(tmp_path, approved_by=None, previews=None)
    assert files.read(path).approved_by is None


def test_a_range_goes_over_the_turn_of_the_year(tmp_path):
    path = written(tmp_path, **{"from": "2024Q3", "to": "2025Q2"})
    assert files.read(path).quarters == ["2024Q3", "2024Q4", "2025Q1", "2025Q2"]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"dag": "report_quarter"}, "dag: Input should be 'load_settlements'"),
        ({"from": "2025-01"}, "from: .* is not a quarter"),
        ({"from": "2025Q3"}, "from 2025Q3 is after to 2025Q2"),
        ({"to": None}, "to: Field required"),
        ({"reason": "补传"}, "reason: .* at least 10 characters"),
        (
            {"reason": "重审 620000000123 所在季度"},
            "reason: .* nine or more digits",
        ),
        ({"watchers": []}, "watchers: .* at least 1 item"),
        ({"watchers": ["bureau"]}, "watchers.0: .* match pattern"),
        ({"asked_by": " "}, "asked_by: .* at least 1 character"),
        ({"approved_by": "engineer-a"}, "somebody else than asked_by"),
        ({"because": "x"}, "because: Extra inputs are not permitted"),
    ],
    ids=str,
)
def test_what_is_wrong_is_refused_with_its_place(tmp_path, changes, why):
    path = written(tmp_path, **changes)
    with pytest.raises(BackfillRefusedError, match=rf"(?s){NAME}: .*{why}"):
        files.read(path)


@pytest.mark.parametrize(
    "name",
    ["late.yml", "2026-13-01-late.yml", "2026-11-24-late.yaml", "2026-11-24.yml"],
)
def test_a_name_is_a_day_and_a_few_words(tmp_path, name):
    path = written(tmp_path, name)
    with pytest.raises(BackfillRefusedError, match="has to be a day and a few words"):
        files.read(path)


def test_text_that_is_no_yaml_is_refused(tmp_path):
    (tmp_path / NAME).write_text("dag: [", "utf-8")
    with pytest.raises(BackfillRefusedError, match=NAME):
        files.read(tmp_path / NAME)


def test_every_bad_file_of_a_folder_is_named(tmp_path):
    written(tmp_path, "2026-01-02-good.yml")
    written(tmp_path, "2026-01-03-bad.yml", to=None)
    (tmp_path / "notes.txt").write_text("x")
    with pytest.raises(BackfillRefusedError) as refused:
        files.every(tmp_path)
    assert "2026-01-03-bad.yml" in str(refused.value)
    assert "notes.txt" in str(refused.value)
    assert "good" not in str(refused.value)


def test_the_command_checks_all_files_or_those_named(tmp_path):
    path, now = written(tmp_path), datetime(2026, 11, 24, tzinfo=UTC)
    typed = partial(type_in, commands, "backfill", now, "check")
    count = len(files.every())
    assert typed() == f"{count} files, all as they have to be"
    assert typed(str(path)) == "1 files, all as they have to be"
