"""The KPIs of two hospitals against numbers computed by hand (golden.csv, golden.yml).

Amounts, shares and rates have to be equal to the last digit that the mart shows.
"""

import pytest
from tests import pipeline
from tests.integration.marts import golden

from claim_review import dbt

HOSPITALS = sorted(golden.HOSPITALS.values())
MARTS = ["mart_institution_quarter", "mart_readmission"]


@pytest.fixture(scope="module")
def url(make_database, tmp_path_factory) -> str:
    folder = tmp_path_factory.mktemp("golden")
    golden.write_batches(folder / "landing")
    url = make_database()
    for quarter in golden.BATCHES:
        pipeline.land(url, folder / "landing", folder / "quality", quarter)
    dbt.connect_by(url)
    # Lists and facts that the marts read, and nothing else.
    pipeline.run_dbt(
        "build",
        *("--select", *(f"+{mart}" for mart in MARTS)),
        *("--exclude-resource-type", "test", "unit_test"),
    )
    return url


@pytest.mark.parametrize("mart", MARTS)
@pytest.mark.parametrize("hospital", HOSPITALS)
def test_every_number_is_the_one_computed_by_hand(url, hospital, mart):
    (row,) = pipeline.rows(
        url,
        f"select * from marts.{mart} where fixmedins_code = %s and quarter = %s",
        hospital,
        golden.QUARTER,
    )
    keys = {"quarter": golden.QUARTER, "fixmedins_code": hospital}
    assert row == golden.expected()[hospital][mart] | keys
