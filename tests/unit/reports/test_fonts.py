"""Where fonts are looked for, and what `claim-review fonts` says about them."""

import argparse
import io
from datetime import UTC, datetime
from pathlib import Path

import matplotlib
import pypdf
import pytest

from claim_review.reports import fonts, fonts_command
from claim_review.reports.word_fonts import FACES

NOW = datetime(2025, 4, 20, tzinfo=UTC)
PACKAGED = fonts.find_fonts(None, system_dirs=())


def placed(folder: Path, name: str, file: Path) -> Path:
    path = folder / "deeper" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(file)
    return path


def test_fonts_of_the_machine_come_before_those_of_the_packages(tmp_path):
    there = placed(tmp_path, "ZhuqueFangsong-Regular.ttf", PACKAGED.chart)
    found = fonts.find_fonts(None, [tmp_path])
    assert found.body == (there, PACKAGED.body[0])


def test_fonts_of_the_installation_come_before_those_of_the_machine(tmp_path):
    there = placed(tmp_path / "machine", "NotoSansSC-Bold.otf", PACKAGED.chart)
    own = tmp_path / "own" / "heading.otf"
    own.parent.mkdir()
    own.symlink_to(PACKAGED.chart)
    found = fonts.find_fonts(own.parent, [tmp_path / "machine"])
    assert found.heading == (own, there, PACKAGED.heading[0])


def test_a_collection_of_the_machine_is_not_taken(tmp_path):
    placed(tmp_path, "NotoSerifCJK-Regular.ttc", PACKAGED.body[0])
    assert fonts.find_fonts(None, [tmp_path]) == PACKAGED


def test_a_font_for_tibetan_follows_the_others(tmp_path):
    there = placed(tmp_path, "NotoSerifTibetan-Regular.ttf", PACKAGED.chart)
    found = fonts.find_fonts(None, [tmp_path])
    assert found.body[-1] == found.heading[-1] == there


@pytest.fixture(scope="module")
def told():
    return fonts_command.told(PACKAGED)


def test_the_command_names_every_file_by_role(told):
    for role in (PACKAGED.body, PACKAGED.heading, (PACKAGED.chart,)):
        for file in role:
            assert str(file) in told


def test_rare_characters_of_names_are_covered_and_tibetan_is_not(told):
    assert "旻堃喆玥昇珺赟祎犇" in fonts_command.SPECIMENS["生僻字"]
    assert told.count("缺字：无") == told.count("藏文：无") == 3


def test_a_font_without_chinese_is_said_to_lack_it():
    latin = Path(matplotlib.get_data_path(), "fonts/ttf/DejaVuSans.ttf")
    poor = fonts.Fonts(body=(latin,), heading=PACKAGED.heading, chart=PACKAGED.chart)
    [first, *_] = fonts_command.lines(poor)
    assert "甘" in first.missing
    assert "甘" not in first.shown


def test_the_specimen_shows_names_with_the_middle_dot(tmp_path):
    parser = argparse.ArgumentParser()
    fonts_command.add_commands(parser.add_subparsers())
    file = tmp_path / "new" / "specimen.pdf"
    arguments = parser.parse_args(["fonts", "--specimen", str(file)])
    assert str(file) in arguments.run(arguments, NOW)
    text = "".join(page.extract_text() for page in pypdf.PdfReader(file).pages)
    assert "扎西·多吉" in text
    assert "旻堃喆" in text


def test_the_specimen_is_the_same_to_the_byte():
    first = fonts_command.specimen(PACKAGED, NOW)
    assert first == fonts_command.specimen(PACKAGED, NOW)
    assert len(pypdf.PdfReader(io.BytesIO(first)).pages) <= 2


def test_windows_without_more_fonts_has_every_face_of_its_set():
    faces = FACES["windows"]
    bought = {"仿宋_GB2312", "楷体_GB2312", "方正小标宋简体"}
    assert not bought & set(vars(faces).values())
