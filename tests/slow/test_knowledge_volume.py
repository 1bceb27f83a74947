"""250,000 knowledge points come in within half a minute."""

import time
from datetime import date

import pytest
from tests import attachments as files
from tests.integration.knowledge.knowing import approve, load, release, starter_list

POINTS = 250_000
CODES_EACH = 50


@pytest.mark.slow
def test_a_quarter_of_a_million_points_load_within_thirty_seconds(
    warehouse_url, tmp_path
) -> None:
    drugs = {
        f"药{number}": (
            "女",
            [files.drug(number * CODES_EACH + code) for code in range(CODES_EACH)],
        )
        for number in range(POINTS // CODES_EACH)
    }
    path = files.sexes(tmp_path / "a.xlsx", drugs, footnotes=[files.SEX_NOTE])

    started = time.monotonic()
    loaded = load(warehouse_url, path, published_at=date(2025, 5, 23))
    seconds = time.monotonic() - started

    assert loaded.points_by_list == {"sex_limited_drugs": POINTS}
    assert seconds < 30
    assert approve(warehouse_url, loaded.source_id) == POINTS
    lists = starter_list(tmp_path / "lists", "counties", "admdvs,county")
    assert len(release(warehouse_url, "kb_2025Q3.v1", lists)) == POINTS
