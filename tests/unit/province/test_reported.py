"""Stocks and sales to self-payers, as cases report them and as few others do."""

import csv
import gzip
from pathlib import Path

import pandas as pd
import pytest
from tests.unit.province.test_cases import QUARTER, new_cases
from tests.unit.province.test_demo import batch_of, read

from claim_review.province import reported
from claim_review.province.cells import write_table
from claim_review.province.finishing import finished
from claim_review.province.world import DAY, first_day, last_day

TABLES = ["drug_stock_d", "trac_stock_d", "selfpay_sale_d"]
QUARTERS = ["2025Q1", "2025Q2"]


def sent(cases, folder: Path, columns_of) -> list[dict]:
    """Return the rows of a file that reports what the cases say."""
    part, _, whole = finished(cases)
    made, number = columns_of(whole, cases.quarter, [part])
    path = folder / "file.csv.gz"
    write_table(path, [(name, [column]) for name, column in made.items()], [number])
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_what_a_case_reports_arrives_in_its_columns(tmp_path: Path):
    cases, first = new_cases(), first_day(QUARTER)
    place = cases.cast.institution("reports", "pharmacy")
    drug, material = cases.item("drug", 0), cases.item("material", 0)
    cases.visit(cases.person(), place, cases.day(), "purchase")
    cases.extra.stocks.append((place, drug, 0, 5, 20, 2, 13))
    cases.extra.stocks.append((place, material, 2, 0, 7, 0, 7))
    cases.extra.packs.append((place, "8" * 20, drug, first * DAY, -1))
    cases.extra.sales.append((place, drug, first * DAY + 60, -2, 105_000))
    stock = sent(cases, tmp_path, reported.stocks)
    names = ["period", "item_kind", "opening_cnt", "purchased_cnt"]
    names += ["selfpay_sold_cnt", "closing_cnt"]
    assert [[row[name] for name in names] for row in stock] == [
        ["2025-01-01 00:00:00", "drug", "5", "20", "2", "13"],
        ["2025-03-01 00:00:00", "material", "0", "7", "0", "7"],
    ]
    code = cases.world.places.code[place].decode()
    assert {row["fixmedins_code"] for row in stock} == {code}
    (pack,) = sent(cases, tmp_path, reported.packs)
    assert pack["drug_trac_codg"] == "8" * 20
    assert pack["inbound_time"] == "2025-01-01 00:00:00"
    assert pack["outbound_time"] == ""
    (sale,) = sent(cases, tmp_path, reported.sales)
    assert sale["sale_time"] == "2025-01-01 00:01:00"
    assert [sale["cnt"], sale["pric"], sale["amount"]] == ["-2", "10.5000", "-21.00"]


@pytest.fixture(params=QUARTERS)
def batch(request, province: Path) -> Path:
    return batch_of(province, request.param)


def ordinary(batch: Path, table: str) -> pd.DataFrame:
    """Return the rows of institutions that no case made for itself, and of no case."""
    rows = read(batch, table)
    rows = rows[rows["fixmedins_code"].str[-5:] < "90000"]
    if table == "trac_stock_d":
        rows = rows[rows["drug_trac_codg"].str.startswith("81")]
    return rows


def lines_of(batch: Path, codes: pd.Series) -> pd.DataFrame:
    """Return the lines of the quarter at these institutions, with their quantity."""
    lines = read(batch, "fee_list_d")
    begin, end = (
        pd.Timestamp(day(parse(batch)) * DAY, unit="s") for day in (first_day, last_day)
    )
    time = pd.to_datetime(lines["fee_ocur_time"])
    own = lines["fixmedins_code"].isin(codes) & (time >= begin)
    lines = lines[own & (time < end + pd.Timedelta(days=1))]
    return lines.assign(cnt=lines["cnt"].astype(float))


def parse(batch: Path):
    return QUARTER if batch.name.startswith("2025Q1") else QUARTER.next


def test_few_institutions_report(batch: Path):
    places = len(read(batch, "fixmedins_b"))
    for table in TABLES:
        assert 1 <= ordinary(batch, table)["fixmedins_code"].nunique() <= 3, table
        assert read(batch, table)["fixmedins_code"].nunique() < places / 3, table


def test_keys_are_unique(batch: Path):
    stock = read(batch, "drug_stock_d")
    assert not stock.duplicated(["fixmedins_code", "med_list_codg", "period"]).any()
    packs = read(batch, "trac_stock_d")
    assert not packs.duplicated(["fixmedins_code", "drug_trac_codg"]).any()
    assert read(batch, "selfpay_sale_d")["sale_id"].is_unique


def test_ordinary_stocks_suffice_for_all_that_is_billed(batch: Path):
    stock = ordinary(batch, "drug_stock_d")
    counts = [name for name in stock if name.endswith("_cnt")]
    stock[counts] = stock[counts].astype(int)
    months = stock.groupby(["fixmedins_code", "med_list_codg"])
    assert (months.size() == 3).all()
    gone = months[["purchased_cnt", "selfpay_sold_cnt"]].sum()
    lines = lines_of(batch, stock["fixmedins_code"])
    lines = lines[lines["list_type"].isin(["101", "301"])]
    billed = lines.groupby(["fixmedins_code", "med_list_codg"])["cnt"].sum()
    assert set(billed[billed > 0].index) <= set(gone.index)
    left = gone["purchased_cnt"] - gone["selfpay_sold_cnt"] - billed
    assert left.min() >= 0
    sales = ordinary(batch, "selfpay_sale_d")
    sold = sales.groupby(["fixmedins_code", "med_list_codg"]).size()
    assert (gone["selfpay_sold_cnt"] == sold.reindex(gone.index, fill_value=0)).all()


def test_ordinary_packs_come_before_they_are_sold(batch: Path):
    packs = ordinary(batch, "trac_stock_d")
    scans = read(batch, "fee_trac_d").merge(packs, on="drug_trac_codg")
    assert len(scans) == len(packs) > 0
    assert (scans["fixmedins_code_x"] == scans["fixmedins_code_y"]).all()
    assert (scans["inbound_time"] < scans["scan_time"]).all()


def test_no_insured_pays_more_at_an_ordinary_pharmacy(batch: Path):
    sales = ordinary(batch, "selfpay_sale_d")
    lines = lines_of(batch, sales["fixmedins_code"])
    for rows, time in ((sales, "sale_time"), (lines, "fee_ocur_time")):
        rows["month"] = rows[time].str[:7]
        rows["pric"] = rows["pric"].astype(float)
    key = ["fixmedins_code", "med_list_codg", "month"]
    insured = lines.groupby(key)["pric"].max()
    others = sales.groupby(key)["pric"].median()
    assert len(others) > 0
    assert (others == insured.reindex(others.index)).all()
