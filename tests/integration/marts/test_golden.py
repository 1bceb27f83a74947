"""The KPIs of two hospitals, and of cuts of all, against numbers computed by hand.

The settlements are in golden.csv, the numbers in golden.yml and golden_cuts.yml.

Amounts, shares and rates have to be equal to the last digit that the mart shows.
"""

import psycopg
import pytest
from tests import pipeline
from tests.integration.marts import golden

from claim_review import dbt
from claim_review.review import reference

HOSPITALS = sorted(golden.expected())
MARTS = ["mart_institution_quarter", "mart_readmission"]
# The columns that tell the rows of a quarter apart.
CUTS = {
    "mart_fund_kpi": "view/locality/dimension/code",
    "mart_readmission_rollup": "dimension/code",
}
QUALITY = "mart_data_quality"


@pytest.fixture(scope="module")
def url(make_database, tmp_path_factory) -> str:
    folder = tmp_path_factory.mktemp("golden")
    golden.write_batches(folder / "landing")
    url = make_database()
    with psycopg.connect(url) as connection:
        reference.publish(connection, pipeline.AS_OF)
    for quarter in golden.BATCHES:
        pipeline.land(url, folder / "landing", folder / "quality", quarter)
    dbt.connect_by(url)
    # Lists and facts that the marts read, and nothing else.
    pipeline.run_dbt(
        "build",
        *("--select", *(f"+{mart}" for mart in [*MARTS, *CUTS, QUALITY])),
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


@pytest.mark.parametrize(
    ("mart", "cut"),
    [(mart, cut) for mart, cuts in golden.expected_cuts().items() for cut in cuts],
)
def test_every_cut_has_the_numbers_computed_by_hand(url, mart, cut):
    expected = golden.expected_cuts()[mart][cut]
    *keys, code = cut.split("/")
    (row,) = pipeline.rows(
        url,
        f"select * from marts.{mart} where quarter = %s"
        f" and concat_ws('/', {CUTS[mart].replace('/', ', ')}) = %s",
        golden.QUARTER,
        "/".join([*keys, golden.HOSPITALS.get(code, code)]),
    )
    assert {column: row[column] for column in expected} == expected


@pytest.mark.parametrize("check", ["long_stay", "no_stay_dates"])
def test_a_stay_that_is_not_in_the_mean_is_in_the_data_quality_list(url, check):
    """M04 of 395 days, and M05 that ends before it begins; of 39 settled stays."""
    (row,) = pipeline.rows(
        url,
        f"select failed_count, total_count from marts.{QUALITY} where check_id = %s",
        check,
    )
    assert row == {"failed_count": 1, "total_count": 39}
