"""The KPIs of two hospitals against numbers computed by hand (golden.csv, golden.yml).

Amounts, shares and rates have to be equal to the last digit that the mart shows.
"""

import pytest
from tests import pipeline
from tests.integration.marts import golden

from claim_review import dbt

HOSPITALS = sorted(golden.HOSPITALS.values())
MARTS = ["mart_institution_quarter", "mart_readmission"]
QUALITY = "mart_data_quality"


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
        *("--select", *(f"+{mart}" for mart in [*MARTS, QUALITY])),
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


@pytest.mark.parametrize("check", ["long_stay", "no_stay_dates"])
def test_a_stay_that_is_not_in_the_mean_is_in_the_data_quality_list(url, check):
    """M04 of 395 days, and M05 that ends before it begins; of 32 settled stays."""
    (row,) = pipeline.rows(
        url,
        f"select failed_count, total_count from marts.{QUALITY} where check_id = %s",
        check,
    )
    assert row == {"failed_count": 1, "total_count": 32}
