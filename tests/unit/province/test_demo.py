"""The demo province: reproducible, consistent, of the right size, nothing personal."""

import gzip
import json
import re
from hashlib import sha256
from pathlib import Path

import pandas as pd
import pytest

from claim_review.province.demo import write_province

CONTRACT_COLUMNS = {
    "mdtrt_d": "mdtrt_id psn_no fixmedins_code med_type begntime endtime "
    "dscg_maindiag_code dscg_way adm_dept_codg chfpdr_code vali_flag exch_updt_time",
    "setl_diag_list_d": "diag_info_id mdtrt_id psn_no inout_diag_type diag_type "
    "maindiag_flag diag_srt_no diag_code diag_name vali_flag exch_updt_time",
    "fixmedins_b": "fixmedins_code fixmedins_name fixmedins_type medins_type hosp_lv "
    "fix_blng_admdvs begntime endtime",
    "psn_info_b": "psn_no psn_name gend brdy surv_stas deth_date",
}
MONEY = [
    "medfee_sumamt", "fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt",
    "inscp_amt", "hifp_pay", "cvlserv_pay", "hifes_pay", "hifmi_pay", "hifob_pay",
    "hifdm_pay", "maf_pay", "othfund_pay", "fund_pay_sumamt", "psn_pay", "acct_pay",
    "cash_payamt",
]  # fmt: skip
LINE_MONEY = [
    "det_item_fee_sumamt", "fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt",
    "inscp_amt",
]  # fmt: skip


def batch_of(province: Path, quarter: str = "2025Q2") -> Path:
    return province / "landing" / f"{quarter}-demo-1"


def read(batch: Path, table: str) -> pd.DataFrame:
    return pd.read_csv(batch / f"{table}.csv.gz", dtype=str, keep_default_na=False)


def fen(values: pd.Series) -> pd.Series:
    """Return amounts as whole fen, so that sums are exact."""
    return values.str.replace(".", "", regex=False).astype(int)


@pytest.fixture(scope="module")
def settlements(province: Path) -> pd.DataFrame:
    rows = read(batch_of(province), "setl_d").set_index("setl_id", drop=False)
    rows[MONEY] = rows[MONEY].apply(fen)
    return rows


@pytest.fixture(scope="module")
def lines(province: Path) -> pd.DataFrame:
    rows = read(batch_of(province), "fee_list_d")
    rows[LINE_MONEY] = rows[LINE_MONEY].apply(fen)
    return rows


@pytest.fixture(scope="module")
def broken(province: Path) -> pd.DataFrame:
    """The settlements whose numbers disagree on purpose, as the truth says."""
    truth = pd.read_csv(province / "truth" / "2025Q2-demo-1.csv", dtype=str)
    return truth[truth["rule_id"] == "D-02"]


def test_the_same_seed_gives_the_same_bytes_whichever_quarters_are_written(
    province: Path, tmp_path: Path
):
    write_province(tmp_path / "landing", tmp_path / "truth", 7, 0.02, ["2025Q2"])
    for file in sorted(batch_of(province).iterdir()):
        assert (batch_of(tmp_path) / file.name).read_bytes() == file.read_bytes()
    truth = Path("truth", "2025Q2-demo-1.csv")
    assert (tmp_path / truth).read_bytes() == (province / truth).read_bytes()


def test_another_seed_gives_another_province(province: Path, tmp_path: Path):
    write_province(tmp_path / "landing", tmp_path / "truth", 8, 0.02, ["2025Q2"])
    for table in ("setl_d", "fee_list_d", "psn_info_b"):
        name = f"{table}.csv.gz"
        one, other = batch_of(province) / name, batch_of(tmp_path) / name
        assert one.read_bytes() != other.read_bytes()


def test_the_manifest_tells_rows_hashes_and_sums_of_every_file(
    province: Path, settlements: pd.DataFrame, lines: pd.DataFrame
):
    batch = batch_of(province)
    manifest = json.loads((batch / "manifest.json").read_text(encoding="utf-8"))
    listed = manifest["tables"]
    assert manifest["format"] == "claim-review/batch@1"
    assert {entry["file"] for entry in listed.values()} == {
        file.name for file in batch.iterdir() if file.name != "manifest.json"
    }
    for entry in listed.values():
        raw = (batch / entry["file"]).read_bytes()
        assert sha256(raw).hexdigest() == entry["sha256"]
        assert gzip.decompress(raw).count(b"\n") - 1 == entry["rows"]
    sums = {
        "medfee_sumamt": settlements["medfee_sumamt"].sum(),
        "fund_pay_sumamt": settlements["fund_pay_sumamt"].sum(),
        "det_item_fee_sumamt": lines["det_item_fee_sumamt"].sum(),
    }
    told = listed["setl_d"]["sums"] | listed["fee_list_d"]["sums"]
    assert told == {name: f"{cents / 100:.2f}" for name, cents in sums.items()}


def test_every_required_column_of_the_contract_is_there(province: Path):
    for table, columns in CONTRACT_COLUMNS.items():
        assert set(columns.split()) <= set(read(batch_of(province), table).columns)


def test_keys_are_unique_within_a_batch(province: Path):
    keys = {
        "setl_d": "setl_id", "mdtrt_d": "mdtrt_id", "fee_list_d": "bkkp_sn",
        "setl_diag_list_d": "diag_info_id", "fixmedins_b": "fixmedins_code",
        "psn_info_b": "psn_no", "dr_info_b": "dr_code",
        "psn_insu_d": "psn_insu_rlts_id", "opsp_reg_d": "trt_dcla_detl_sn",
        "mdcs_fund_setl_list_oprn_d": "setl_list_oprn_id",
    }  # fmt: skip
    for table, key in keys.items():
        assert read(batch_of(province), table)[key].is_unique, table
    codes = read(batch_of(province), "fee_trac_d")
    assert not codes.duplicated(["bkkp_sn", "drug_trac_codg"]).any()


def test_what_is_paid_adds_up_on_every_settlement(settlements: pd.DataFrame):
    funds = [
        c for c in MONEY if c.endswith("_pay") and c not in ("psn_pay", "acct_pay")
    ]
    s = settlements
    assert (s[funds].sum(axis=1) == s["fund_pay_sumamt"]).all()
    assert (s["fund_pay_sumamt"] + s["psn_pay"] == s["medfee_sumamt"]).all()
    assert (s["acct_pay"] + s["cash_payamt"] == s["psn_pay"]).all()
    shops = s[s["med_type"] == "41"]
    assert (shops["fund_pay_sumamt"] == 0).all()
    assert (shops["acct_pay"].abs() > 0).mean() > 0.98


def test_only_listed_settlements_break_an_identity(
    settlements: pd.DataFrame, lines: pd.DataFrame, broken: pd.DataFrame
):
    planted = set(broken.loc[broken["kind"] == "planted", "setl_id"])
    standing = lines[~lines["setl_id"].isin(planted)]
    parts = standing[LINE_MONEY[1:]].sum(axis=1)
    assert (parts == standing["det_item_fee_sumamt"]).all()
    product = standing["cnt"].astype(float) * standing["pric"].astype(float) * 100
    assert ((product - standing["det_item_fee_sumamt"]).abs() <= 0.5 + 1e-6).all()

    sums = lines.groupby("setl_id")["det_item_fee_sumamt"].sum()
    sent = settlements[settlements["setl_id"].isin(sums.index)]
    off = (sent["medfee_sumamt"] - sums.reindex(sent.index)).abs() > 5
    totals = broken[broken["variant"] == "total_differs"]
    assert set(sent.index[off]) == set(totals["setl_id"])
    everyday = settlements["setl_id"].str.startswith("S2025Q2M")
    assert 0.001 <= len(planted) / everyday.sum() <= 0.003


def test_a_reversal_is_its_original_with_the_sign_changed(settlements: pd.DataFrame):
    pairs = settlements[settlements["init_setl_id"].isin(settlements.index)]
    originals = settlements.loc[pairs["init_setl_id"]]
    for column in MONEY:
        assert (pairs[column].to_numpy() == -originals[column].to_numpy()).all()
    assert (pairs["mdtrt_id"].to_numpy() == originals["mdtrt_id"].to_numpy()).all()
    assert (pairs["refd_setl_flag"] == "1").all()
    assert (originals["refd_setl_flag"] == "1").all()
    assert (pairs["setl_time"].to_numpy() > originals["setl_time"].to_numpy()).all()


def test_the_next_batch_brings_what_was_late_open_reversed_or_corrected(province: Path):
    first = read(batch_of(province, "2025Q1"), "setl_d").set_index("setl_id")
    second = read(batch_of(province), "setl_d").set_index("setl_id")
    shared = first.index.intersection(second.index)
    assert len(shared) >= 8
    newer = second.loc[shared, "exch_updt_time"] > first.loc[shared, "exch_updt_time"]
    assert newer.all()
    assert (second["setl_time"] < "2025-04-01").sum() > len(shared)
    reversed_earlier = second["init_setl_id"].isin(first.index)
    assert reversed_earlier.sum() >= 4
    stays = read(batch_of(province, "2025Q1"), "mdtrt_d").set_index("mdtrt_id")
    left = stays[(stays["endtime"] == "") & stays.index.str.startswith("M2025Q1C")]
    closed = read(batch_of(province), "mdtrt_d").set_index("mdtrt_id")
    assert len(left) >= 1
    assert (closed.loc[left.index, "endtime"] != "").all()


def test_magnitudes_are_those_of_the_prefecture(
    settlements: pd.DataFrame, lines: pd.DataFrame
):
    wanted = 380_000 * 0.02 * 0.97
    assert abs(len(settlements) / wanted - 1) < 0.05
    # Planted cases are of their own kind; they say nothing about means.
    everyday = settlements["setl_id"].str.startswith("S2025Q2M")
    own = lines["setl_id"].str.startswith("S2025Q2M")
    assert abs(own.sum() / (everyday.sum() * 10.5) - 1) < 0.15
    usual = settlements[everyday & (settlements["init_setl_id"] == "")]
    mean = usual.groupby("med_type")["medfee_sumamt"].mean() / 100
    assert 130 < mean["11"] < 230
    assert 450 < mean["14"] < 800
    assert 80 < mean["41"] < 125
    assert 3_000 < mean["21"] < 7_000
    share = usual.groupby("med_type")[["fund_pay_sumamt", "medfee_sumamt"]].sum()
    share = share["fund_pay_sumamt"] / share["medfee_sumamt"]
    assert 0.25 < share["11"] < 0.35
    assert 0.55 < share["14"] < 0.70
    assert 0.50 < share["21"] < 0.65
    assert 0.04 < (settlements["refd_setl_flag"] == "1").mean() < 0.06
    assert 0.001 < (lines["setl_id"] == "").mean() < 0.02
    assert 0.015 < (lines["bilg_dr_code"][own] == "").mean() < 0.035
    cost = settlements.groupby("fixmedins_code")["medfee_sumamt"].sum().sort_values()
    assert 0.45 < cost.tail(10).sum() / cost.sum() < 0.75


def test_every_class_and_county_has_an_institution(province: Path):
    places = read(batch_of(province), "fixmedins_b")
    kinds = {"A100", "A412", "A210", "G100", "C210", "C220", "B100", "D211", ""}
    assert kinds <= set(places["medins_type"])
    assert places["fix_blng_admdvs"].nunique() == 8
    assert places["fixmedins_code"].str.fullmatch(r"[HP]6230\d{7}").all()


def test_codes_have_the_national_shape_except_a_few_local_ones(lines: pd.DataFrame):
    shapes = r"X[A-Z0-9]{22}|Z[A-Z0-9]{19}|T\d{9}|\d{15}|C\d{19}"
    national = lines["med_list_codg"].str.fullmatch(shapes)
    assert 0.0005 < (~national).mean() < 0.02
    assert set(lines["med_list_codg"].str.len()[national]) == {10, 15, 20, 23}


def test_types_drift_as_they_do_in_real_extracts(settlements: pd.DataFrame):
    assert {"2101", "21"} <= set(settlements["med_type"])
    assert {"5", "06"} & set(settlements["hosp_lv"])
    assert settlements["hosp_lv"].str.startswith("0").any()


def test_nothing_looks_like_an_identity_or_telephone_number(province: Path):
    # Every identity number has eighteen characters.
    number = re.compile(rb"(?<!\d)(?:\d{17}[\dXx]|1[3-9]\d{9})(?!\d)")
    for file in sorted(batch_of(province).glob("*.gz")):
        found = number.search(gzip.decompress(file.read_bytes()))
        assert not found, (file.name, found)


@pytest.mark.parametrize("scale", [0, -1, 3])
def test_a_scale_that_makes_no_province_is_refused(scale: float, tmp_path: Path):
    with pytest.raises(ValueError, match="scale"):
        write_province(tmp_path, tmp_path, 7, scale, ["2025Q1"])
