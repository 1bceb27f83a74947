"""What the rows of an attachment mean, with its continuations and footnotes."""

from tests import attachments as files
from tests.unit.knowledge.reading import CODES, DRUGS, POINTS, facts

from claim_review.knowledge.attachment import read_attachment


def test_codes_belong_to_the_number_above_where_theirs_is_blank(tmp_path) -> None:
    path = files.sexes(tmp_path / "a.xlsx", DRUGS, total=("合计", 2, "", "", "", 3))

    attachment = read_attachment(path)

    assert attachment.knowledge_points == 2
    said = [
        (p.item_code, p.item_name, p.facts["allowed_gend"]) for p in attachment.points
    ]
    assert said == [
        (files.drug(1), "甲药", "2"),
        (files.drug(2), "甲药", "2"),
        (files.patent(3), "乙药", "1"),
    ]
    third = attachment.points[2]
    assert (third.kp_id, third.sheet, third.row) == (
        f"sex_limit-{files.patent(3)}",
        CODES,
        4,
    )


def test_the_footnote_of_the_sex_list_exempts_uncertain_sex(tmp_path) -> None:
    path = files.sexes(tmp_path / "a.xlsx", DRUGS, footnotes=[files.SEX_NOTE])

    attachment = read_attachment(path)

    assert set(facts(attachment, "exemptions")) == {"sex_uncertain"}
    assert attachment.footnotes == (files.SEX_NOTE,)
    assert attachment.notices == ()


def test_a_footnote_nobody_understands_is_kept_and_reported(tmp_path) -> None:
    note = "说明：满月之日不纳入。"
    path = files.sexes(tmp_path / "a.xlsx", DRUGS, footnotes=[note, "另有规定的除外。"])

    attachment = read_attachment(path)

    assert attachment.footnotes == (note, "另有规定的除外。")
    assert attachment.notices == (
        f"{POINTS}: footnote not understood: {note}",
        f"{POINTS}: footnote not understood: 另有规定的除外。",
    )
    assert set(facts(attachment, "exemptions")) == {None}


def test_a_blank_below_a_group_means_the_group_above(tmp_path) -> None:
    header = ("序号", "项目名称", "组别", "项目代码", "检出逻辑")
    rows = [
        (1, "甲", "肝胆", files.service(1), "未按规定折价计收"),
        (2, "乙", "", files.service(2), ""),
        (3, "丙", "胃肠", files.service(3), ""),
    ]

    attachment = read_attachment(files.write(tmp_path / "a.xlsx", header, rows))

    assert facts(attachment, "group_id") == ["肝胆", "肝胆", "胃肠"]


def test_a_row_without_number_continues_the_one_above(tmp_path) -> None:
    rows = [
        (1, "甲", "女", "与限定性别不符", "内涵", files.service(1)),
        ("", "", "", "", "", files.service(2)),
    ]
    path = files.write(tmp_path / "a.xlsx", files.ITEM_SEXES, rows)

    attachment = read_attachment(path)

    assert (attachment.knowledge_points, attachment.rows) == (1, 2)
    assert facts(attachment, "allowed_gend") == ["2", "2"]


def test_an_item_said_twice_is_one_point_and_reported(tmp_path) -> None:
    path = files.caps(tmp_path / "a.xlsx", [(files.service(1), 1, "日")] * 2)

    attachment = read_attachment(path)

    assert (attachment.rows, len(attachment.points)) == (2, 1)
    assert attachment.notices == (f"{POINTS}!6 repeats {POINTS}!5",)


def test_an_item_may_have_several_clauses_where_the_list_allows_it(tmp_path) -> None:
    logic = "使用药品的疾病诊断不符合限定支付适应症"
    rows = [(1, "甲药", logic, "限甲病", 1), (2, "甲药", logic, "限乙病", 1)]
    codes = [(1, "甲药", files.drug(1)), (2, "甲药", files.drug(1))]
    path = files.write(tmp_path / "a.xlsx", (*files.DRUG, files.COUNT), rows, codes)

    ids = [point.kp_id for point in read_attachment(path).points]

    assert ids == [f"indication-{files.drug(1)}", f"indication-{files.drug(1)}-2"]


def test_a_fact_that_cannot_be_read_is_left_open_and_reported(tmp_path) -> None:
    rows = [(1, "甲药", "使用药品的日期总计超过限制天数", "限两周", 1)]
    path = files.write(
        tmp_path / "a.xlsx",
        (*files.DRUG, files.COUNT),
        rows,
        [(1, "甲药", files.drug(1))],
    )

    attachment = read_attachment(path)

    assert facts(attachment, "max_days") == [None]
    assert attachment.notices == (
        f"{POINTS}!D5: max_days could not be read from '限两周'",
    )


def test_words_that_stand_alone_below_the_rows_are_a_footnote(tmp_path) -> None:
    path = files.sexes(tmp_path / "a.xlsx", DRUGS, footnotes=["＊染色体异常不纳入"])

    assert set(facts(read_attachment(path), "exemptions")) == {"sex_uncertain"}


def test_a_name_that_begins_like_a_footnote_is_none(tmp_path) -> None:
    rows = [
        (1, "注射用甲", "女", "与限定性别不符", "说明书", files.service(1)),
        ("", "注射用乙", "", "", "", files.service(2)),
    ]
    path = files.write(tmp_path / "a.xlsx", files.ITEM_SEXES, rows)

    names = [point.item_name for point in read_attachment(path).points]

    assert names == ["注射用甲", "注射用乙"]
