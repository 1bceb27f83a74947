"""Every planted violation is hit and no near miss is: the demo knows the truth."""

import pytest
from tests import pipeline

from claim_review.province import demo
from claim_review.province.evaluation import Key, key_of, read_truth

QUARTERS = ["2025Q1", "2025Q2"]
CONDUCT = "('C-01','P-03','P-11','P-14','P-23','P-26','P-28','M-01','M-15','M-20')"
LOWERED = {"hard": "suspect", "suspect": "alert", "alert": "alert"}


@pytest.fixture(
    scope="module",
    params=[
        pytest.param((7, 0.02), id="scale 0.02"),
        pytest.param((20250101, 0.1), id="scale 0.1", marks=pytest.mark.slow),
    ],
)
def province(request, make_database, tmp_path_factory):
    """Return the warehouse URL and the truth of two reviewed quarters."""
    seed, scale = request.param
    folder = tmp_path_factory.mktemp("province")
    demo.write_province(folder / "landing", folder / "truth", seed, scale, QUARTERS)
    url = make_database()
    for quarter in QUARTERS:
        pipeline.land(url, folder / "landing", folder / "quality", quarter)
    pipeline.release_demo(url, folder / "lists")
    for quarter in QUARTERS:
        pipeline.review(url, quarter, with_tests=quarter == QUARTERS[-1])
    return url, read_truth(folder / "truth")


def hits_by_key(url: str) -> dict[Key, dict]:
    hits = pipeline.rows(url, "select * from marts.fct_rule_hits")
    return {key_of(hit): hit for hit in hits}


def shown(keys: set[Key], truth: list[dict]) -> str:
    """Return the first few keys with the reason that the truth gives for each."""
    why = {key_of(row): f"{row['variant']}: {row['why']}" for row in truth}
    return "\n".join(f"{key} {why.get(key, '')}" for key in sorted(keys)[:20])


def test_every_planted_violation_is_hit(province):
    url, truth = province
    planted = {key_of(row) for row in truth if row["kind"] == "planted"}
    assert len(planted) > 200
    missed = planted - hits_by_key(url).keys()
    assert not missed, shown(missed, truth)


def test_no_near_miss_is_hit(province):
    url, truth = province
    near_misses = {key_of(row) for row in truth if row["kind"] == "near_miss"}
    assert len(near_misses) > 200
    false_hits = near_misses & hits_by_key(url).keys()
    assert not false_hits, shown(false_hits, truth)


def test_nothing_is_hit_that_was_not_planted(province):
    url, truth = province
    planted = {key_of(row) for row in truth if row["kind"] == "planted"}
    conduct = pipeline.rows(
        url, f"select * from marts.fct_rule_hits where rule_id in {CONDUCT}"
    )
    false_hits = {key_of(hit) for hit in conduct} - planted
    assert not false_hits, shown(false_hits, truth)


def test_every_rule_has_both_planted_violations_and_near_misses(province):
    _, truth = province
    for quarter in QUARTERS:
        for rule_id in CONDUCT.strip("()").replace("'", "").split(","):
            for kind in ("planted", "near_miss"):
                count = sum(
                    (row["quarter"], row["rule_id"], row["kind"])
                    == (quarter, rule_id, kind)
                    for row in truth
                )
                assert count >= 10, (quarter, rule_id, kind, count)


def test_verdicts_are_the_expected_ones_lowered_where_a_data_gate_failed(province):
    url, truth = province
    hits = hits_by_key(url)
    wrong = {
        key_of(row)
        for row in truth
        if row["kind"] == "planted" and row["verdict"] in LOWERED
        for hit in [hits[key_of(row)]]
        if hit["verdict"]
        != (LOWERED[row["verdict"]] if hit["fails_a_gate"] else row["verdict"])
    }
    assert not wrong, shown(wrong, truth)


# Of a larger demo other institutions are peers; only this one was looked through.
@pytest.mark.parametrize(
    "province", [pytest.param((7, 0.02), id="scale 0.02")], indirect=True
)
def test_every_planted_institution_stands_out_and_none_that_is_nearly_so(province):
    url, truth = province
    signals = pipeline.rows(
        url,
        "select rule_id, quarter, fixmedins_code from marts.fct_institution_signals",
    )
    found = {tuple(signal.values()) for signal in signals}
    told = {
        kind: {
            (row["rule_id"], row["quarter"], row["fixmedins_code"])
            for row in truth
            if row["kind"] == kind
        }
        for kind in ("planted_signal", "near_signal")
    }
    assert len({rule for rule, _, _ in told["planted_signal"]}) > 20
    assert not told["planted_signal"] - found
    assert not told["near_signal"] & found


def test_every_settlement_in_scope_is_screened_or_not_judged_with_a_reason(province):
    url, _ = province
    coverage = pipeline.rows(url, "select * from marts.fct_screening_coverage")
    assert {row["quarter"] for row in coverage} == set(QUARTERS)
    gaps = {
        (row["quarter"], row["rule_id"]): row["settlements"]
        for row in pipeline.rows(
            url,
            """
            select quarter, rule_id, sum(settlements) as settlements
            from marts.fct_screening_gap
            where reason is not null group by 1, 2
            """,
        )
    }
    for row in coverage:
        assert (
            row["settlements_in_scope"]
            == row["settlements_screened"] + row["settlements_not_judged"]
        )
        assert row["settlements_not_judged"] == gaps.get(
            (row["quarter"], row["rule_id"]), 0
        )


def test_the_scopes_together_cover_every_current_settlement(province):
    url, _ = province
    for quarter in QUARTERS:
        current = pipeline.rows(
            url,
            """
            select count(*) as settlements from staging.stg_setl_d
            where to_char(setl_time, 'YYYY"Q"Q') = %s
            """,
            quarter,
        )[0]["settlements"]
        gate = pipeline.rows(
            url,
            """
            select settlements_in_scope from marts.fct_screening_coverage
            where quarter = %s and rule_id = 'D-01'
            """,
            quarter,
        )[0]
        assert gate["settlements_in_scope"] == current


def test_no_more_is_attributed_than_the_fund_paid(province):
    url, _ = province
    assert not pipeline.rows(
        url,
        """
        select hits.setl_id
        from marts.fct_rule_hits as hits
        inner join staging.stg_setl_d as settlements using (setl_id)
        group by hits.setl_id, settlements.fund_pay_sumamt, hits.quarter
        having
            sum(hits.attributed_fund_amount) > greatest(0, settlements.fund_pay_sumamt)
        """,
    )


def test_reviewing_again_changes_nothing(province):
    url, _ = province
    digest = """
        select md5(string_agg(h::text, '' order by hit_id)) as digest
        from marts.fct_rule_hits as h
    """
    before = pipeline.rows(url, digest)
    again = pipeline.AS_OF.replace(hour=5)
    pipeline.review(url, QUARTERS[-1], again, with_tests=False)
    assert pipeline.rows(url, digest) == before
