"""Nothing that tells of a person leaves, in whatever file it hides."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.reports.gates import papers

from claim_review.reports.gates.leaks import (
    LeakError,
    Secrets,
    check,
    found,
    found_in_mail,
)

NAME = "金丝雀参保01"
NUMBER = "990000000001"
KNOWN = Secrets(
    names=frozenset({NAME, "扎西·多吉", "高原"}),
    numbers=frozenset({NUMBER, "S2025-0001", "1234"}),
    public=frozenset({"示例金丝雀参保01诊所"}),
)
# Made here, so that no such number stands in the project.
ANY_IDENTITY = "9" * 18
MOBILE = "1" + "9" * 10


def kinds(text: str) -> list[str]:
    return [
        problem.removeprefix("a.txt: ")
        for problem in found({"a.txt": text.encode()}, KNOWN)
    ]


@pytest.mark.parametrize("kind", papers.KINDS)
@pytest.mark.parametrize("secret", [NAME, NUMBER, ANY_IDENTITY, MOBILE])
def test_a_canary_is_stopped_in_every_kind_of_file(kind, secret):
    name, write = papers.KINDS[kind]
    problems = found({name: write(secret)}, KNOWN)
    assert len(problems) >= 1
    assert not any(secret in problem for problem in problems)


@pytest.mark.parametrize("kind", papers.KINDS)
def test_a_file_without_persons_passes(kind):
    name, write = papers.KINDS[kind]
    assert found({name: write("合作市疑点67条，涉及费用0.86万元")}, KNOWN) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("report.doc", b"\xd0\xcf\x11\xe0"),
        ("report.docx", b"PK\x03\x04 cut off"),
        ("report.docx", papers.zipped(word__vbaProject_bin=b"\x00")),
        ("report.pdf", b"%PDF-1.7 cut off"),
        ("report.pdf", papers.encrypted_pdf()),
        ("list.csv", "示例".encode("gb18030")),
        ("chart.png", b"\x89PNG cut off"),
        ("page.html", b'<img src="data:image/png;base64,QUJD">'),
        ("packs.zip", papers.zipped(inner_7z=b"7z")),
        ("report", b""),
    ],
)
def test_what_cannot_be_read_does_not_leave(name, content):
    problems = found({name: content}, KNOWN)
    assert len(problems) == 1
    assert problems[0].endswith("(cannot be searched)")


def test_a_zip_is_not_opened_without_end():
    content = papers.zipped(a_txt="1")
    for _ in range(5):
        content = papers.zipped(inner_zip=content)
    assert "packed more than 3 times" in found({"a.zip": content}, KNOWN)[0]


def test_an_identity_number_is_found_with_and_without_a_valid_check_digit():
    zeros = "0" * 17
    assert kinds(f"证件{zeros}0。") == ["a number of 18 digits"]
    assert kinds(f"证件{zeros}1。") == ["an identity number with a valid check digit"]


@pytest.mark.parametrize(
    "text",
    [
        f"{MOBILE[:3]}-{MOBILE[3:7]}-{MOBILE[7:]}",
        "１" + "９" * 10,
        f"电话{MOBILE}转",
    ],
)
def test_a_mobile_is_found_however_it_is_written(text):
    assert kinds(text) == ["a mobile number"]


@pytest.mark.parametrize(
    "text",
    [
        f"0.{MOBILE}",
        f"{MOBILE}.5",
        f"H{MOBILE}",
        "9" * 19,
        "193 845 4240 1510",
        "1,385,424.15",
    ],
)
def test_other_long_numbers_are_no_mobiles_and_no_identities(text):
    assert kinds(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "结算s2025-0001一笔",
        "结算S2025-0001一笔",
        f"{NUMBER[:6]}\n{NUMBER[6:]}",
        f"{NUMBER[:4]} {NUMBER[4:8]}\n{NUMBER[8:]}",
        f"S-{NUMBER}",
        f"psn{NUMBER}x",
    ],
)
def test_a_known_number_is_found_in_any_case_and_across_lines(text):
    assert kinds(text) == ["the number of a person or settlement"]


def test_a_column_of_figures_is_no_number_of_a_person():
    figures = "\n".join(NUMBER)
    assert kinds(figures) == []
    assert kinds(f"{NUMBER[:6]}条，{NUMBER[6:]}") == []


def test_a_number_that_is_too_short_to_mean_somebody_is_not_looked_for():
    assert kinds("疑点1234条") == []


@pytest.mark.parametrize(
    "text",
    [
        "金丝雀 参保\n01",
        "扎西•多吉",
        "扎西多吉",
        "示例金丝雀参保01诊所的金丝雀参保01",
    ],
)
def test_a_name_is_found_however_it_is_set(text):
    assert kinds(text) == ["the name of a person"]


def test_an_institution_called_after_a_person_may_be_named():
    assert kinds("示例金丝雀参保01诊所疑点3条") == []


@pytest.mark.parametrize(
    "text",
    ["高原", "高原，男，60—64岁", "患者高原于3月", "（高原）", "高 原", "见高原女士"],
)
def test_a_short_name_that_stands_for_somebody_is_found(text):
    assert kinds(text) == ["the name of a person"]


@pytest.mark.parametrize("text", ["青藏高原地区", "高原反应用药", "甘南高原"])
def test_a_short_name_within_a_longer_word_is_that_word(text):
    assert kinds(text) == []


@given(st.text(alphabet="示例疑点条，。 12", max_size=40), st.integers(0, 40))
def test_a_name_is_found_wherever_it_stands(text, place):
    told = text[:place] + NAME + text[place:]
    assert "the name of a person" in kinds(told)


def test_a_mail_is_searched_in_subject_body_page_and_files(tmp_path):
    file = tmp_path / "report.docx"
    file.write_bytes(papers.word("疑点"))
    clean = ("季度报告", "见附件。", "<p>见附件。</p>", [file], KNOWN)
    assert found_in_mail(*clean) == []
    for place, told in enumerate((f"{NAME}的报告", f"关于{NAME}", f"<i>{NAME}</i>")):
        assert found_in_mail(*clean[:place], told, *clean[place + 1 :])
    file.write_bytes(papers.word(NAME))
    assert found_in_mail(*clean) == [
        "report.docx/word/document.xml: the name of a person"
    ]


def test_a_name_in_a_file_name_is_found_and_not_repeated(tmp_path):
    file = Path(tmp_path) / f"{NAME}.txt"
    file.write_text("", encoding="utf-8")
    problems = found_in_mail("报告", "见附件。", None, [file], KNOWN)
    assert problems == ["…: the name of a person"]


def test_a_folder_is_searched_through_before_it_is_published(tmp_path):
    (tmp_path / "contexts").mkdir()
    (tmp_path / "report.docx").write_bytes(papers.word("疑点"))
    file = tmp_path / "contexts" / "quarterly.json"
    file.write_text('{"title": "报告"}', encoding="utf-8")
    check(tmp_path, KNOWN)
    file.write_text(f'{{"title": "{NAME}"}}', encoding="utf-8")
    with pytest.raises(LeakError) as refusal:
        check(tmp_path, KNOWN)
    told = "not published: contexts/quarterly.json: the name of a person"
    assert str(refusal.value) == told
