"""What the renderers of reports really write is searched."""

from datetime import date

import pytest

from claim_review.reports.document import Column, Document
from claim_review.reports.editions import edition
from claim_review.reports.fonts import find_fonts
from claim_review.reports.gates.leaks import Secrets, found
from claim_review.reports.rendering import write_report

NAME = "参保人00001375"
SHORT = "高原"
NUMBER = "990000000001"
KNOWN = Secrets(frozenset({NAME, SHORT}), frozenset({NUMBER}))


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> dict[str, bytes]:
    doc = Document()
    doc.chapter("概要")
    doc.text(f"{'本季度全部结算均已审核，' * 3}其中{NAME}一笔，由{SHORT}办理。")
    columns = (Column("项目", 20, "left"), Column("编号", 16, "left"))
    doc.table("示例", columns, [(SHORT, NUMBER)])
    content = doc.content(title="示例报告", cut_off="2025年4月16日0时", period="本季度")
    content |= {"title_lines": ["示例", "报告"], "cut_off_at": "2025-04-16"}
    folder = tmp_path_factory.mktemp("rendered")
    parties = {"client": "示例局", "contractor": "示例公司"}
    told = edition(content, 1, None, parties)
    paths = write_report(told, folder, find_fonts(None), date(2025, 4, 16))
    return {path.suffix: path.read_bytes() for path in paths}


@pytest.mark.parametrize("suffix", [".docx", ".pdf", ".xlsx"])
def test_a_person_is_found_in_a_report_as_it_is_rendered(files, suffix):
    content = {f"report{suffix}": files[suffix]}
    assert {problem.rpartition(": ")[2] for problem in found(content, KNOWN)} == {
        "the name of a person",
        "the number of a person or settlement",
    }
    assert found(content, Secrets()) == []
