"""What the tests of attachments share: a small list, its problems, its facts."""

from pathlib import Path

import pytest
from tests import attachments as files

from claim_review.knowledge.attachment import Attachment, read_attachment
from claim_review.knowledge.problems import KnowledgeRefusedError

POINTS, CODES = files.POINTS_SHEET, files.CODES_SHEET
DRUGS = {
    "甲药": ("女", [files.drug(1), files.drug(2)]),
    "乙药": ("男", [files.patent(3)]),
}


def problems(path: Path) -> list[str]:
    with pytest.raises(KnowledgeRefusedError) as refusal:
        read_attachment(path)
    assert str(refusal.value).startswith(f"{path.name}: ")
    return [str(problem) for problem in refusal.value.problems]


def facts(attachment: Attachment, name: str) -> list[str | None]:
    return [point.facts.get(name) for point in attachment.points]
