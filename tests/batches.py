"""Tiny valid batches for tests: every person, place and amount is invented."""

import csv
import gzip
import hashlib
import io
import json
from pathlib import Path
from typing import Any

from claim_review.landing.dictionary import tables

Row = dict[str, str]
Rows = dict[str, list[Row]]

_NO_FUNDS = (
    "cvlserv_pay",
    "hifes_pay",
    "hifmi_pay",
    "hifob_pay",
    "hifdm_pay",
    "maf_pay",
    "othfund_pay",
)


def settlement(setl_id: str = "S1", amount: str = "100.00", **changes: str) -> Row:
    """Return an outpatient settlement that the fund pays in full."""
    return {
        "setl_id": setl_id,
        "mdtrt_id": setl_id.replace("S", "M", 1),
        "psn_no": "PERSON1",
        "gend": "1",
        "brdy": "1970-01-01",
        "insutype": "390",
        "insu_admdvs": "623001",
        "fixmedins_code": "H62300100001",
        "fix_blng_admdvs": "623001",
        "hosp_lv": "5",
        "med_type": "11",
        "begndate": "2025-02-03 00:00:00",
        "enddate": "2025-02-03 00:00:00",
        "setl_time": "2025-02-03 11:00:00",
        "medfee_sumamt": amount,
        "fulamt_ownpay_amt": "0.00",
        "overlmt_selfpay": "0.00",
        "preselfpay_amt": "0.00",
        "inscp_amt": amount,
        "act_pay_dedc": "0.00",
        "hifp_pay": amount,
        **dict.fromkeys(_NO_FUNDS, "0.00"),
        "fund_pay_sumamt": amount,
        "psn_pay": "0.00",
        "acct_pay": "0.00",
        "cash_payamt": "0.00",
        "refd_setl_flag": "0",
        "init_setl_id": "",
        "vali_flag": "1",
        "exch_updt_time": "2025-02-03 12:00:00",
    } | changes


def fee_line(
    bkkp_sn: str = "L1", setl_id: str = "S1", amount: str = "100.00", **changes: str
) -> Row:
    """Return one fee line of a settlement, one piece at that price."""
    return {
        "bkkp_sn": bkkp_sn,
        "setl_id": setl_id,
        "mdtrt_id": setl_id.replace("S", "M", 1),
        "psn_no": "PERSON1",
        "fixmedins_code": "H62300100001",
        "med_type": "11",
        "fee_ocur_time": "2025-02-03 10:00:00",
        "cnt": "1",
        "pric": amount.removeprefix("-"),
        "det_item_fee_sumamt": amount,
        "fulamt_ownpay_amt": "0.00",
        "overlmt_selfpay": "0.00",
        "preselfpay_amt": "0.00",
        "inscp_amt": amount,
        "selfpay_prop": "0",
        "pric_uplmt_amt": "",
        "chrgitm_lv": "01",
        "hilist_code": "001102000010000",
        "hilist_name": "普通门诊诊查费",
        "list_type": "201",
        "med_list_codg": "001102000010000",
        "medins_list_codg": "Z001",
        "medins_list_name": "诊查费",
        "med_chrgitm_type": "02",
        "rx_drord_no": "",
        "bilg_dept_codg": "A03",
        "bilg_dr_code": "D623001000001",
        "init_feedetl_sn": "",
        "vali_flag": "1",
        "exch_updt_time": "2025-02-03 12:00:00",
    } | changes


def encounter(mdtrt_id: str = "M1", **changes: str) -> Row:
    """Return an outpatient encounter of an hour."""
    return {
        "mdtrt_id": mdtrt_id,
        "psn_no": "PERSON1",
        "fixmedins_code": "H62300100001",
        "med_type": "11",
        "begntime": "2025-02-03 10:00:00",
        "endtime": "2025-02-03 11:00:00",
        "dscg_maindiag_code": "",
        "dscg_way": "",
        "adm_dept_codg": "A03",
        "chfpdr_code": "D623001000001",
        "vali_flag": "1",
        "exch_updt_time": "2025-02-03 12:00:00",
    } | changes


def diagnosis(diag_info_id: str = "D1", mdtrt_id: str = "M1", **changes: str) -> Row:
    """Return the main diagnosis of an encounter."""
    return {
        "diag_info_id": diag_info_id,
        "mdtrt_id": mdtrt_id,
        "psn_no": "PERSON1",
        "inout_diag_type": "2",
        "diag_type": "1",
        "maindiag_flag": "1",
        "diag_srt_no": "1",
        "diag_code": "J44.100",
        "diag_name": "慢性阻塞性肺病",
        "vali_flag": "1",
        "exch_updt_time": "2025-02-03 12:00:00",
    } | changes


def institution(fixmedins_code: str = "H62300100001", **changes: str) -> Row:
    """Return an invented county hospital."""
    return {
        "fixmedins_code": fixmedins_code,
        "fixmedins_name": "虚构县医院",
        "fixmedins_type": "1",
        "medins_type": "A100",
        "hosp_lv": "5",
        "fix_blng_admdvs": "623001",
        "begntime": "2020-01-01 00:00:00",
        "endtime": "",
    } | changes


def person(psn_no: str = "PERSON1", **changes: str) -> Row:
    """Return an invented insured person."""
    return {
        "psn_no": psn_no,
        "psn_name": "参保人00001",
        "gend": "1",
        "brdy": "1970-01-01",
        "surv_stas": "1",
        "deth_date": "",
    } | changes


def tiny_batch() -> Rows:
    """Return two settlements with three lines, and all that belongs to them."""
    return {
        "setl_d": [settlement("S1"), settlement("S2", "50.50")],
        "mdtrt_d": [encounter("M1"), encounter("M2")],
        "fee_list_d": [
            fee_line("L1", "S1", "60.00"),
            fee_line("L2", "S1", "40.00"),
            fee_line("L3", "S2", "50.50"),
        ],
        "setl_diag_list_d": [diagnosis("D1", "M1")],
        "fixmedins_b": [institution()],
        "psn_info_b": [person()],
    }


def csv_text(table: str, rows: list[Row]) -> str:
    """Return the rows as CSV; the required columns where there is no row."""
    required = [column.name for column in tables()[table].columns if column.is_required]
    text = io.StringIO()
    names = list(rows[0]) if rows else required
    writer = csv.DictWriter(text, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def write_batch(
    landing: Path,
    batch_id: str = "2025Q1-regular-1",
    rows: Rows | None = None,
    *,
    files: dict[str, bytes] | None = None,
    entries: dict[str, dict[str, Any]] | None = None,
    **manifest: Any,
) -> Path:
    """Write a batch folder and return it.

    `files` replaces the content of a table's file before the manifest counts it,
    `entries` and keywords change what the manifest then says.
    """
    folder = landing / batch_id
    folder.mkdir(parents=True)
    rows = tiny_batch() if rows is None else rows
    listed = {}
    for table in rows:
        content = gzip.compress(csv_text(table, rows[table]).encode(), mtime=0)
        content = (files or {}).get(table, content)
        file = folder / f"{table}.csv.gz"
        file.write_bytes(content)
        listed[table] = {
            "file": file.name,
            "rows": len(rows[table]),
            "sha256": hashlib.sha256(content).hexdigest(),
        } | (entries or {}).get(table, {})
    text = {
        "format": "claim-review/batch@1",
        "batch_id": batch_id,
        "source": "invented for a test",
        "quarter": "2025Q1",
        "kind": "regular",
        "extracted_from": "2025-01-01T00:00:00+08:00",
        "extracted_to": "2025-04-16T00:00:00+08:00",
        "tables": listed,
    } | manifest
    (folder / "manifest.json").write_text(json.dumps(text, ensure_ascii=False), "utf-8")
    return folder
