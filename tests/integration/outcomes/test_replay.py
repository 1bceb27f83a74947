"""What is told of a past moment is what was told at that moment."""

from datetime import datetime

import psycopg
import pytest
from tests.integration.outcomes import walks

from claim_review.moments import ZONE

QUERIES = {
    "outcomes": "select * from review.case_outcomes_at(%s)",
    "stages": "select * from review.stages_at(%s)",
    "kpis": "select * from review.process_kpis_at(%s, '2025Q1')",
    "people": "select * from review.people_kpis_at(%s, '2025Q1')",
    "flows": "select * from review.case_flows_at(%s, '2025Q1')",
    "ageing": "select * from review.case_ageing_at(%s)",
}


def told(url: str, as_of: datetime) -> dict[str, list[str]]:
    with psycopg.connect(url) as connection:
        return {
            name: sorted(map(str, connection.execute(query, (as_of,))))
            for name, query in QUERIES.items()
        }


@pytest.mark.parametrize("day", ["2025-07-28", "2025-08-12"])
def test_a_moment_is_told_later_as_it_was_told_then(walked_url, make_database, day):
    moment = datetime.fromisoformat(f"{day}T11:00").replace(tzinfo=ZONE)
    then = told(walks.walked(make_database, until=moment), moment)
    later = told(walked_url, moment)
    for name in QUERIES:
        assert later[name] == then[name], name
