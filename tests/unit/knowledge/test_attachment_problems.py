"""An attachment with a problem is refused whole, each problem named by its cell."""

from tests import attachments as files
from tests.unit.knowledge.reading import CODES, DRUGS, POINTS, problems


def test_a_wrong_total_is_a_problem_at_its_cell(tmp_path) -> None:
    path = files.sexes(tmp_path / "a.xlsx", DRUGS, total=("合计", 3, "", "", "", 4))

    assert problems(path) == [
        f"{POINTS}!B7: 合计 says 3, the sheet has 2 knowledge points",
        f"{POINTS}!F7: 合计 says 4, the sheet has 3 codes",
    ]


def test_a_declared_count_that_the_codes_do_not_have_is_a_problem(tmp_path) -> None:
    rows = [(1, "甲药", "女", "与限定性别不符", "说明书", 3)]
    codes = [(1, "甲药", files.drug(1)), ("", "", files.drug(2))]
    path = files.write(tmp_path / "a.xlsx", files.SEXES, rows, codes)

    assert problems(path) == [
        f"{POINTS}!F5: 代码数量 is 3, sheet {CODES} has 2 codes of 序号 1 (from row 2)"
    ]


def test_codes_of_a_number_that_is_no_point_are_a_problem(tmp_path) -> None:
    rows = [(1, "甲药", "女", "与限定性别不符", "说明书", 1)]
    codes = [(1, "甲药", files.drug(1)), (9, "乙药", files.drug(2))]
    path = files.write(tmp_path / "a.xlsx", files.SEXES, rows, codes)

    assert problems(path) == [f"{CODES}!3: sheet {POINTS} has no 序号 9"]


def test_every_problem_of_a_file_is_named_at_once(tmp_path) -> None:
    rows = [
        ("单日", files.service(1), files.service(2)),
        ("两天", files.service(3), "9900000001"),
        ("单日", "X1", files.service(4)),
    ]
    path = files.pairs(tmp_path / "a.xlsx", rows)

    assert problems(path) == [
        f"{POINTS}!B6: '两天' is none of 单日、单次就诊、6小时、同一小时",
        f"{POINTS}!F6: '9900000001' is not a service code (15 digits)",
        f"{POINTS}!D7: 'X1' is not a service code (15 digits)",
    ]


def test_a_bad_code_in_the_second_sheet_is_named_by_its_cell(tmp_path) -> None:
    path = files.sexes(tmp_path / "a.xlsx", {"甲药": ("女", [files.drug(1), "XL02"])})

    assert problems(path) == [
        f"{CODES}!C3: 'XL02' is not a drug code "
        "(X and 22 or Z and 19 letters or digits)",
        f"{POINTS}!F5: 代码数量 is 2, sheet {CODES} has 1 codes of 序号 1 (from row 2)",
    ]


def test_a_code_that_lost_its_zeros_is_a_problem(tmp_path) -> None:
    rows = [(1, "甲", "女", "与限定性别不符", "内涵", 1103000010000)]
    path = files.write(tmp_path / "a.xlsx", files.ITEM_SEXES, rows)

    assert problems(path) == [
        f"{POINTS}!F5: '1103000010000' is a number, not a service code (15 digits); "
        "leading zeros are lost, format it as text"
    ]


def test_an_empty_required_cell_is_a_problem(tmp_path) -> None:
    rows = [(1, "甲", "", "与限定性别不符", "内涵", files.service(1))]
    path = files.write(tmp_path / "a.xlsx", files.ITEM_SEXES, rows)

    assert problems(path) == [f"{POINTS}!C5: 限定性别 is empty"]


def test_a_number_used_twice_is_a_problem(tmp_path) -> None:
    rows = [
        (1, "甲", "女", "与限定性别不符", "内涵", files.service(1)),
        (1, "乙", "女", "与限定性别不符", "内涵", files.service(2)),
    ]
    path = files.write(tmp_path / "a.xlsx", files.ITEM_SEXES, rows)

    assert problems(path) == [f"{POINTS}!A6: '1' is 序号 of {POINTS}!A5 too"]


def test_an_item_of_which_two_things_are_said_is_a_problem(tmp_path) -> None:
    path = files.caps(
        tmp_path / "a.xlsx", [(files.service(1), 1, "日"), (files.service(1), 2, "日")]
    )

    (problem,) = problems(path)
    assert problem.startswith(f"{POINTS}!6: says something else of daily_cap-")


def test_a_row_of_another_rule_is_a_problem(tmp_path) -> None:
    rows = [
        (1, "甲药", "参保人险种非工伤保险", "限工伤", 1),
        (2, "乙药", "使用药品的医疗机构级别低于限定级别", "限二级", 1),
    ]
    codes = [(1, "甲药", files.drug(1)), (2, "乙药", files.drug(2))]
    path = files.write(
        tmp_path / "a.xlsx",
        (*files.DRUG, files.COUNT),
        rows,
        codes,
        title=("药品限工伤保险", "", ""),
    )

    assert problems(path) == [
        f"{POINTS}!C6: '使用药品的医疗机构级别低于限定级别' "
        "is not the 检出逻辑 of 药品限工伤保险"
    ]
