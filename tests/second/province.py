"""The rows of a province as the second rules read them: current, net, joined."""

from pathlib import Path

import pandas as pd

from tests.second.lists import STAY, group_of, level, since

_LINE = """
bkkp_sn setl_id mdtrt_id psn_no fixmedins_code med_type fee_ocur_time cnt pric
det_item_fee_sumamt inscp_amt rx_drord_no list_type prd_days bilg_dr_code bilg_dept_name
acord_dept_name hilist_code hilist_name med_list_codg med_chrgitm_type bilg_dept_codg
rx_circ_flag init_feedetl_sn exch_updt_time tcmdrug_used_way
"""
_SETTLEMENT = """
gend brdy nwb_flag insutype level group account_only fund_pay_sumamt acct_pay begin
"""


def current(batches: list[Path], table: str, key: str) -> pd.DataFrame:
    """Return the latest version of every row of the batches, all as text."""
    parts = [
        pd.read_csv(
            b / f"{table}.csv.gz",
            dtype=str,
            keep_default_na=False,
            usecols=_LINE.split() if table == "fee_list_d" else None,
        )
        for b in batches
    ]
    rows = pd.concat(parts, ignore_index=True)
    if "exch_updt_time" in rows:
        rows = rows.sort_values("exch_updt_time", kind="stable")
    return rows.drop_duplicates(key, keep="last").reset_index(drop=True)


class Province:
    """The current rows of all batches, joined as the rules need them."""

    def __init__(self, batches: list[Path]):
        self.setl = current(batches, "setl_d", "setl_id")
        self.mdtrt = current(batches, "mdtrt_d", "mdtrt_id").set_index("mdtrt_id")
        self.fee = current(batches, "fee_list_d", "bkkp_sn")
        self.diag = current(batches, "setl_diag_list_d", "diag_info_id")
        self.place = current(batches, "fixmedins_b", "fixmedins_code")
        self.place = self.place.set_index("fixmedins_code")
        self.limit = current(
            batches,
            "hilist_lmtpric_d",
            ["hilist_code", "hilist_lmtpric_type", "begndate", "insu_admdvs"],
        )
        self.people = current(batches, "psn_info_b", "psn_no")
        self.insured = current(batches, "psn_insu_d", "psn_insu_rlts_id")
        self.registrations = current(batches, "opsp_reg_d", "trt_dcla_detl_sn")
        self.catalogue = current(
            batches, "hilist_b", ["hilist_code", "begndate", "insu_admdvs"]
        )
        for name in ("cnt", "pric", "inscp_amt", "det_item_fee_sumamt"):
            self.fee[name] = self.fee[name].astype(float)
        self.fee["time"] = pd.to_datetime(self.fee["fee_ocur_time"])
        self.fee["day"] = self.fee["time"].dt.normalize()
        self.setl["level"] = self.setl["hosp_lv"].map(level)
        for name in ("fund_pay_sumamt", "acct_pay", "medfee_sumamt"):
            self.setl[name] = self.setl[name].astype(float)
        self.setl["group"] = self.setl["med_type"].map(group_of)
        self.setl["begin"] = pd.to_datetime(self.setl["begndate"]).dt.normalize()
        self.setl["account_only"] = (self.setl["fund_pay_sumamt"] == 0) & (
            self.setl["acct_pay"] > 0
        )
        self.lines = self._net_lines()
        self.standing = self.setl[~self.setl["setl_id"].isin(self.gone)]
        self.stays = self._stays()

    def _net_lines(self) -> pd.DataFrame:
        """Return the lines of settlements that stand, with what is left of them."""
        self.gone = self._taken_back()
        fee = self.fee[
            (self.fee["setl_id"] != "") & ~self.fee["setl_id"].isin(self.gone)
        ]
        refunds = fee[fee["cnt"] < 0].sort_values("bkkp_sn")
        charged = fee[fee["cnt"] > 0].sort_values("bkkp_sn").set_index("bkkp_sn")
        left = charged["cnt"].to_dict()
        like = {}
        for line in charged[charged["mdtrt_id"].isin(refunds["mdtrt_id"])].itertuples():
            key = (line.mdtrt_id, line.med_list_codg, line.day, line.bilg_dept_codg)
            like.setdefault(key, []).append(line.Index)
        for line in refunds.itertuples():
            key = (line.mdtrt_id, line.med_list_codg, line.day, line.bilg_dept_codg)
            back = -line.cnt
            named = line.init_feedetl_sn
            for target in [named] if named else like.get(key, []):
                taken = min(back, left.get(target, 0))
                if taken:
                    left[target] -= taken
                    back -= taken
        charged = charged.reset_index()
        charged["cnt"] = charged["bkkp_sn"].map(left)
        net = charged[charged["cnt"] > 1e-9]
        return net.join(
            self.setl.set_index("setl_id")[_SETTLEMENT.split()], on="setl_id"
        )

    def _taken_back(self) -> set[str]:
        """Return reversals and what they reverse: by name, else by visit and amount."""
        gone = set(self.setl.loc[self.setl["init_setl_id"] != "", "setl_id"])
        gone |= set(self.setl["init_setl_id"])
        rest = self.setl[~self.setl["setl_id"].isin(gone)].sort_values("setl_time")
        for back in rest[rest["medfee_sumamt"] < 0].itertuples():
            fits = (rest["mdtrt_id"] == back.mdtrt_id) & (
                rest["medfee_sumamt"] == -back.medfee_sumamt
            )
            fits &= (rest["setl_time"] <= back.setl_time) & ~rest["setl_id"].isin(gone)
            gone |= {back.setl_id, *rest.loc[fits, "setl_id"].head(1)}
        return gone

    def _stays(self) -> pd.DataFrame:
        stays = self.mdtrt[self.mdtrt["med_type"].map(group_of) == STAY].copy()
        stays["closed"] = stays["endtime"] != ""
        stays["first"] = pd.to_datetime(stays["begntime"]).dt.normalize()
        stays["last"] = pd.to_datetime(stays["endtime"]).dt.normalize()
        return stays


def known(lines: pd.DataFrame, rows: list[dict], code: str) -> pd.DataFrame:
    """Return the lines whose code the rows name, from the day on that they hold."""
    first = {row[code]: since(row) for row in rows}
    lines = lines[lines["med_list_codg"].isin(first)]
    return lines[lines["fee_ocur_time"].str[:10] >= lines["med_list_codg"].map(first)]


def settled_in(p: Province, quarter: str) -> set[str]:
    """Return the settlements that were settled in the quarter."""
    times = pd.to_datetime(p.setl["setl_time"])
    key = times.dt.year.astype(str) + "Q" + times.dt.quarter.astype(str)
    return set(p.setl.loc[key == quarter, "setl_id"])
