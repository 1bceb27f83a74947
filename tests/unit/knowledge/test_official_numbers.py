"""Files in the official layouts hold the numbers that the official notices give."""

from pathlib import Path

import pytest
from tests import attachments as files
from tests.official import CAPS, PAIRS, write_pairs_and_caps

from claim_review.knowledge.attachment import Attachment, read_attachment
from claim_review.knowledge.problems import KnowledgeRefusedError


def facts(attachment: Attachment, name: str) -> list[str | None]:
    return [point.facts.get(name) for point in attachment.points]


def test_nine_hundred_pairs_are_nine_hundred_points(tmp_path) -> None:
    windows = ("单日", "单次就诊", "6小时", "同一小时")
    rows = [
        (windows[n % 4], files.service(n // 30), files.service(1000 + n))
        for n in range(900)
    ]
    path = files.pairs(
        tmp_path / "a.xlsx",
        rows,
        total=("合计", 900),
        footnotes=[files.NATIONAL_NOTE],
    )

    attachment = read_attachment(path)

    assert attachment.knowledge_points == attachment.rows == len(attachment.points)
    assert len(attachment.points) == 900
    assert {point.list_id for point in attachment.points} == {"contained_items"}
    assert len({point.kp_id for point in attachment.points}) == 900
    assert facts(attachment, "pair_window").count("same_day") == 225
    assert set(facts(attachment, "pair_window")) == {
        *("same_day", "same_encounter", "within_6_hours", "same_hour")
    }
    assert attachment.notices == ()


def test_sixty_seven_caps_are_sixty_seven_points(tmp_path) -> None:
    rows = [
        (files.service(n), *((1, "日") if n < 34 else (24, "小时"))) for n in range(67)
    ]

    attachment = read_attachment(files.caps(tmp_path / "a.xlsx", rows))

    assert attachment.knowledge_points == len(attachment.points) == 67
    assert facts(attachment, "max_quantity").count("1") == 34
    assert facts(attachment, "unit").count("小时") == 33


def test_pairs_and_caps_of_one_workbook_are_counted_as_announced(tmp_path) -> None:
    attachment = read_attachment(write_pairs_and_caps(tmp_path / "a.xlsx"))

    assert attachment.layouts == ("items_contained", "items_capped")
    pairs = [p for p in attachment.points if p.list_id == "contained_items"]
    caps = [p for p in attachment.points if p.list_id == "daily_caps"]
    assert (len(pairs), len(caps), len(attachment.points)) == (900, 67, 967)
    assert attachment.knowledge_points == attachment.rows == 967
    assert len({p.item_code for p in pairs}) == 157
    assert len({p.item_code for p in pairs} | {p.facts["item_b"] for p in pairs}) == 528
    assert attachment.footnotes == (files.NATIONAL_NOTE, files.NATIONAL_NOTE)
    assert attachment.notices == ()


def test_a_blank_below_a_window_and_an_item_means_those_above(tmp_path) -> None:
    attachment = read_attachment(write_pairs_and_caps(tmp_path / "a.xlsx"))

    # The file states window and A once, the file's reader has them on every row.
    said = [
        (p.facts["pair_window"], p.item_code, p.item_name, p.facts["item_b"])
        for p in attachment.points
        if p.list_id == "contained_items"
    ]
    meant = {"单日": "same_day", "单次就诊": "same_encounter"}
    meant |= {"6小时": "within_6_hours", "同一小时": "same_hour"}
    assert said == [(meant[w], a, f"甲{a[-4:]}", b) for w, a, b in PAIRS]
    logic = {p.facts["detection_logic"] for p in attachment.points}
    assert logic == {"项目A和项目B同时收费", "使用项目的数量总计超过上限数量"}
    caps = [p for p in attachment.points if p.list_id == "daily_caps"]
    assert [
        (p.item_code, int(p.facts["max_quantity"]), p.facts["unit"]) for p in caps
    ] == CAPS


@pytest.mark.parametrize(
    ("totals", "problem"),
    [
        ((899, 67), "重复收费!B905: 合计 says 899, the sheet has 900 knowledge points"),
        ((900, 68), "限定频次!B72: 合计 says 68, the sheet has 67 knowledge points"),
    ],
)
def test_a_total_that_disagrees_is_refused_with_its_cell_and_both_counts(
    tmp_path: Path, totals: tuple[int, int], problem: str
) -> None:
    path = write_pairs_and_caps(tmp_path / "a.xlsx", totals)

    with pytest.raises(KnowledgeRefusedError) as refusal:
        read_attachment(path)

    assert list(map(str, refusal.value.problems)) == [problem]


def test_pairs_that_stand_there_twice_are_counted_but_no_points(tmp_path) -> None:
    rows = [*PAIRS[:895], *PAIRS[:5]]

    attachment = read_attachment(
        files.pairs(tmp_path / "a.xlsx", rows, total=("合计", 900))
    )

    assert (attachment.knowledge_points, attachment.rows) == (900, 900)
    assert (len(attachment.points), attachment.repeated_rows) == (895, 5)
    assert attachment.notices[0].endswith("!900 repeats 规则对应知识点明细!5")


def test_codes_of_drugs_are_counted_as_announced(tmp_path) -> None:
    # The first notice: 481 drugs by sex, 6,472 codes in the second sheet.
    counts = [13 + (n < 6472 - 13 * 481) for n in range(481)]
    codes = iter(range(6472))
    drugs = {
        f"甲{n}": ("女", [files.drug(next(codes)) for _ in range(count)])
        for n, count in enumerate(counts)
    }
    total = ("合计", 481, "", "", "", 6472)

    attachment = read_attachment(
        files.sexes(tmp_path / "a.xlsx", drugs, total=total, footnotes=[files.SEX_NOTE])
    )

    assert (attachment.knowledge_points, len(attachment.points)) == (481, 6472)
    assert set(facts(attachment, "exemptions")) == {"sex_uncertain"}
