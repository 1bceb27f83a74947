"""Each official layout is known by its headers and what it says, not by its name."""

import pytest
from tests import attachments as files
from tests.unit.knowledge.samples import SAMPLES, sample

from claim_review.knowledge.attachment import read_attachment
from claim_review.knowledge.layouts import layouts
from claim_review.knowledge.problems import KnowledgeRefusedError


def test_every_layout_has_a_sample() -> None:
    assert {layout.id for layout in layouts()} == set(SAMPLES)


@pytest.mark.parametrize("layout_id", SAMPLES)
def test_a_file_is_known_by_its_header_and_says_its_facts(layout_id, tmp_path) -> None:
    attachment = read_attachment(sample(layout_id, tmp_path / "任意文件名.xlsx"))

    assert attachment.layouts == (layout_id,)
    assert attachment.knowledge_points == 1
    (point,) = attachment.points
    assert SAMPLES[layout_id][3].items() <= point.facts.items()
    assert attachment.notices == ()


def test_two_layouts_alike_without_a_telling_title_need_a_person(tmp_path) -> None:
    path = sample("drugs_for_children_only", tmp_path / "a.xlsx", title="无题")

    with pytest.raises(KnowledgeRefusedError, match="name one with --layout"):
        read_attachment(path)
    chosen = read_attachment(path, "drugs_for_children_only")
    assert chosen.points[0].list_id == "child_only_drugs"


def test_a_layout_named_by_a_person_still_has_to_fit(tmp_path) -> None:
    path = sample("items_capped", tmp_path / "a.xlsx")

    with pytest.raises(KnowledgeRefusedError, match="does not fit the layout"):
        read_attachment(path, "items_contained")


def test_an_unknown_layout_is_refused_with_its_header_and_the_nearest(tmp_path) -> None:
    path = files.write(
        tmp_path / "a.xlsx",
        ("序号", "项目名称", "颜色", "检出逻辑"),
        [(1, "甲", "红", "x")],
    )

    with pytest.raises(KnowledgeRefusedError) as refusal:
        read_attachment(path)
    said = str(refusal.value)
    assert (
        f"{files.POINTS_SHEET}!4: the header (序号、项目名称、颜色、检出逻辑)" in said
    )
    assert "颜色" in said.split("nearest is")[1]


def test_a_workbook_without_a_header_row_is_refused(tmp_path) -> None:
    path = files.write(tmp_path / "a.xlsx", ("名称", "代码"), [("甲", "1")])

    with pytest.raises(KnowledgeRefusedError, match="no sheet has a header row"):
        read_attachment(path)


def test_a_file_that_is_no_workbook_is_refused(tmp_path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_text("not a workbook")

    with pytest.raises(KnowledgeRefusedError, match="cannot be read as xlsx or xls"):
        read_attachment(path)
