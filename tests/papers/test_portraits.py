"""Portraits: what stands on a page, that it is one page, and the same bytes twice."""

from datetime import date
from decimal import Decimal

import pypdf
import pytest
from tests.unit.reports.portraits import samples

from claim_review.reports.fonts import MissingGlyphsError, find_fonts
from claim_review.reports.pdf import TypesettingError
from claim_review.reports.portraits.content import build
from claim_review.reports.portraits.pages import render_all

DAY = date(2025, 4, 20)
FONTS = find_fonts(None)


def named(name: str, seed: int = 1, **changes):
    """Return a portrait with another name."""
    usual = samples.portrait(seed, **changes)
    institution = usual.institution | {"fixmedins_name": name}
    return samples.portrait(seed, institution=institution, **changes)


def page_of(portrait):
    return build(samples.facts(portrait), portrait)


def kpi(page, name: str):
    return next(kpi for kpi in page["kpis"] if kpi["name"].startswith(name))


@pytest.fixture(scope="module")
def province():
    return samples.province(5)


@pytest.fixture(scope="module")
def pages(province, tmp_path_factory):
    return render_all(province, tmp_path_factory.mktemp("pages"), FONTS, DAY)


def test_each_institution_has_one_page_that_names_it(province, pages):
    assert len(pages) == 5
    for portrait, path in zip(province.institutions, pages, strict=True):
        reader = pypdf.PdfReader(path)
        assert len(reader.pages) == 1
        text = reader.pages[0].extract_text().replace(" ", "")
        assert portrait.institution["fixmedins_name"] in text
        assert portrait.institution["fixmedins_code"] in path.name


def test_the_same_facts_make_the_same_bytes(province, pages, tmp_path):
    for before, now in zip(
        pages, render_all(province, tmp_path, FONTS, DAY), strict=True
    ):
        assert before.read_bytes() == now.read_bytes()


def test_what_the_page_says_stands_in_the_pdf(province, pages):
    page = build(province, province.institutions[0])
    text = pypdf.PdfReader(pages[0]).pages[0].extract_text().replace(" ", "")
    for row in page["kpis"]:
        for cell in ("now", "before", "median", "rank"):
            assert row[cell] in text
    for row in page["rules"]:
        assert row[3] in text
        assert row[4] in text


def test_a_slash_in_a_name_makes_no_folder(tmp_path):
    facts = samples.facts(named("虚构/医院"))
    (path,) = render_all(facts, tmp_path, FONTS, DAY)
    assert path.parent == tmp_path
    assert "虚构／医院" in path.name


def test_progress_is_told_every_ten_pages(tmp_path):
    told = []
    render_all(
        samples.province(20), tmp_path, FONTS, DAY, progress=lambda *n: told.append(n)
    )
    assert told == [(10, 20), (20, 20)]


def test_a_character_that_no_font_has_is_refused_before_anything_is_written(tmp_path):
    folder = tmp_path / "pages"
    with pytest.raises(MissingGlyphsError, match="U\\+0F56"):
        render_all(samples.facts(named("虚构\u0f56医院")), folder, FONTS, DAY)
    assert not folder.exists()


def test_what_does_not_fit_on_a_page_is_refused(tmp_path):
    long = [samples.rule(1, samples.random.Random(1)) | {"rule_name": "长" * 2000}]
    facts = samples.facts(samples.portrait(1, rules=long))
    with pytest.raises(TypesettingError, match="more than one page"):
        render_all(facts, tmp_path, FONTS, DAY)


def test_above_nine_tenths_of_the_peers_is_marked():
    usual = samples.portrait(1)
    row = usual.kpis["drug_share"]
    above, at = (
        page_of(samples.portrait(1, kpis={"drug_share": row | {"value": value}}))
        for value in (row["peer_p90"] + Decimal("0.0001"), row["peer_p90"])
    )
    assert kpi(above, "药品占比")["is_high"]
    assert not kpi(at, "药品占比")["is_high"]


def test_few_visits_are_said_to_be_few_and_marked_nowhere():
    page = page_of(samples.portrait(1, cases=29))
    assert page["note"].startswith("本季度相应人次不足30")
    assert not any(kpi["is_high"] or kpi["rank"] != "—" for kpi in page["kpis"])


def test_alone_of_its_kind_nothing_is_compared():
    rows = samples.portrait(1).kpis
    alone = {key: row | {"peers": 1, "rank": 1} for key, row in rows.items()}
    page = page_of(samples.portrait(1, kpis=alone))
    for row in page["kpis"]:
        assert (row["median"], row["rank"], row["bullet"]) == ("—", "—", None)


def test_changes_are_percent_of_amounts_and_points_of_shares():
    rows = samples.portrait(1).kpis
    now = {"value": Decimal("0.3000"), "value_year_ago": Decimal("0.3250")}
    fee = {"value": Decimal(900), "value_year_ago": Decimal(1000)}
    days = {"value_year_ago": None}
    changed = {
        "drug_share": rows["drug_share"] | now,
        "fee_per_visit": rows["fee_per_visit"] | fee,
        "average_length_of_stay": rows["average_length_of_stay"] | days,
    }
    page = page_of(samples.portrait(1, kpis=changed))
    assert kpi(page, "药品占比")["change"] == "-2.50个百分点"
    assert kpi(page, "人次均费用")["change"] == "-10.00%"
    assert kpi(page, "平均住院天数")["change"] == "—"


def test_money_of_a_small_institution_is_told_in_yuan():
    def head(fee: int) -> dict[str, str]:
        money = {"medfee_amount": Decimal(fee), "total_fund_pay_amount": Decimal(36)}
        institution = samples.portrait(1).institution | money
        return dict(page_of(samples.portrait(1, institution=institution))["head"])

    small, large = head(9_999), head(10_000)
    assert small["医疗总费用（元）"] == "9,999.00"
    assert small["基金支付（元）"] == "36.00"
    assert large["医疗总费用（万元）"] == "1.00"
    assert large["基金支付（万元）"] == "0.00"


def test_without_stays_cases_or_hits_the_page_says_so():
    empty = samples.portrait(1, cases=0, rules=[], outcomes=None)
    page = page_of(empty)
    assert "不计算指标" in page["note"]
    assert (page["kpis"], page["trends"], page["rules"], page["appeals"]) == (
        [],
        [],
        [],
        [],
    )


def test_a_quarter_that_was_not_reviewed_is_a_gap_and_one_alone_no_trend():
    usual = samples.portrait(1)
    heights = [point["height"] for point in page_of(usual)["trends"][0]["points"]]
    assert [height is None for height in heights].count(True) == 1
    alone = {str(samples.QUARTER): usual.history[str(samples.QUARTER)]}
    assert page_of(samples.portrait(1, history=alone))["trends"] == []


def test_reminders_are_shown_where_there_were_any():
    assert page_of(samples.portrait(2))["reminders"] == []
    assert dict(page_of(samples.portrait(1))["reminders"])["遵从率"] == "74.43%"


def test_the_rate_of_appeals_that_got_something_is_of_those_decided():
    none = page_of(
        samples.portrait(
            1, outcomes=samples.outcomes(decided=0, upheld=0, partly_upheld=0)
        )
    )
    assert dict(none["appeals"])["申诉通过率"] == "—"
    usual = dict(page_of(samples.portrait(1))["appeals"])
    assert usual["申诉通过率"] == "31.58%"
