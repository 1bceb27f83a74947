"""The KPIs that institutions are compared by, as readers know them."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from claim_review.reports import numbers


@dataclass(frozen=True)
class Kpi:
    """A KPI of marts.mart_institution_peer; `form` makes its value text."""

    key: str
    number: str
    name: str
    unit: str
    form: Callable[[Decimal | None], str]
    is_share: bool = False

    @property
    def heading(self) -> str:
        """Return the name with its unit, as a column is headed."""
        return f"{self.name}（{self.unit}）"

    def change(self, now: Decimal | None, before: Decimal | None) -> str:
        """Return the growth, or the change in points where it is a share."""
        return (numbers.points if self.is_share else numbers.growth)(now, before)


def _whole(value: Decimal | None) -> str:
    return numbers.count(None if value is None else int(value))


def _share(key: str, number: str, name: str) -> Kpi:
    return Kpi(key, number, name, "%", numbers.percent, is_share=True)


SCALE = (
    Kpi("inpatient_total_fee", "K01", "住院总费用", "万元", numbers.wan),
    Kpi("pooled_fund_amount", "K02", "统筹支付", "万元", numbers.wan),
    Kpi("inpatient_visits", "K03", "住院人次", "人次", _whole),
)
MEANS = (
    Kpi("fee_per_visit", "K05", "人次均费用", "元", numbers.yuan),
    Kpi("pooled_fund_per_visit", "K06", "人次均统筹", "元", numbers.yuan),
    Kpi("average_length_of_stay", "K07", "平均住院天数", "天", numbers.decimal),
)
SHARES = (
    _share("drug_share", "K09", "药品占比"),
    _share("exam_lab_share", "K10", "检查检验占比"),
    _share("material_share", "K11", "耗材占比"),
    _share("personal_burden_share", "K12", "个人负担占比"),
    _share("self_funded_share", "K14", "纯自费占比"),
)
OUTPATIENT = (
    Kpi("outpatient_visits", "K23", "门诊人次", "人次", _whole),
    Kpi("outpatient_fee_per_visit", "K23", "门诊次均费用", "元", numbers.yuan),
    Kpi("outpatient_pooled_fund_per_visit", "K23", "门诊次均统筹", "元", numbers.yuan),
)
PHARMACY = (
    Kpi("pharmacy_purchases", "K24", "购药笔数", "笔", _whole),
    Kpi("pharmacy_fee_per_purchase", "K24", "购药单次金额", "元", numbers.yuan),
    Kpi(
        "pharmacy_purchases_per_person",
        "K24",
        "人均购药次数",
        "次/人",
        numbers.decimal,
    ),
)
INPATIENT = (*SCALE, *MEANS, *SHARES)
KPIS = (*INPATIENT, *OUTPATIENT, *PHARMACY)
BY_KEY = {kpi.key: kpi for kpi in KPIS}
