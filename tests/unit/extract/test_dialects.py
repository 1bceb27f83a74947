"""The questions can be put to the databases that provinces keep."""

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import mysql, oracle, postgresql

from claim_review.moments import moment
from claim_review.province.extract.mapping import read_mapping
from claim_review.province.extract.queries import Found, Questions
from claim_review.province.extract.window import Window

_WINDOW = Window(*(moment(f"2025-03-0{day}") for day in (1, 8, 7, 9)))


def _found(place) -> Found:
    names = [column.name for column in place.table.columns]
    relation = sa.table(place.table.name, *map(sa.column, names), schema="s")
    return Found(place, relation, dict(zip(names, names, strict=True)), None)


@pytest.mark.parametrize(
    "dialect", [postgresql, oracle, mysql], ids=lambda d: d.__name__
)
def test_every_question_has_a_text_in_the_dialect(dialect) -> None:
    mapping = read_mapping("gansu")
    windows = {place.table.name: _WINDOW for place in mapping.tables}
    questions = Questions(mapping, [_found(place) for place in mapping.tables], windows)

    texts = {
        name: [
            str(query.compile(dialect=dialect.dialect()))
            for query in questions.of(name)
        ]
        for name in windows
    }

    assert len(texts["setl_d"]) == len(texts["fixmedins_b"]) == 1
    own, others = texts["fee_list_d"]
    assert "s.fee_list_d" in own
    assert "SELECT s.setl_d.setl_id" in others
