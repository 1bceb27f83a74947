"""What should be looked at, drawn from the flags and from what people wrote."""

from typing import Any

from claim_review.reports import numbers
from claim_review.reports.document import Document
from claim_review.reports.institutions import flags
from claim_review.reports.institutions.flags import Flag
from claim_review.reports.institutions.prose import names

TO_BE_WRITTEN = "【待填报】监管意见和建议由项目负责人填写，本报告签发前应补充。"
_ORDINALS = "一二三四五六七八九十"
_HIGH = {
    "fee_per_visit": "核查住院费用构成，关注过度诊疗和超标准收费",
    "pooled_fund_per_visit": "核查基金支付偏高的病例，关注高额费用的合理性",
    "average_length_of_stay": "核查出院指征，关注延长住院和挂床住院",
    "drug_share": "核查用药结构，关注超限定范围用药和不合理用药",
    "exam_lab_share": "核查检查检验的必要性，关注套餐式、重复检查检验",
    "material_share": "核对耗材使用记录与收费，关注多收、串换耗材",
    "personal_burden_share": "核查个人负担偏高的原因，关注目录外项目的使用和告知",
    "self_funded_share": "核查目录外费用，关注知情同意和分解收费",
    "outpatient_fee_per_visit": "核查门诊处方金额，关注超量开药和分解处方",
    "outpatient_pooled_fund_per_visit": "核查门诊统筹支付，关注虚假就诊和超量开药",
    "pharmacy_fee_per_purchase": "核查大额购药，核对处方与销售记录",
    "pharmacy_purchases_per_person": "核查频繁购药人员，核对药品追溯码与进销存",
}
_GROWTH = {
    "inpatient_visits": "核查入院指征，关注低标准入院和分解住院",
}
_GROWTH_OTHER = "分析费用增长原因，核查新增项目和高费用病例"
_LOW = "核对数据上传是否完整、费用分类是否正确"


def candidates(found: list[Flag], doc: Document) -> list[str]:
    """Return one proposal per KPI, side and reason, each naming its institutions."""
    groups: dict[tuple[str, str, bool], list[Flag]] = {}
    for flag in found:
        kind = "增长" if flag.reason == flags.GROWTH else "水平"
        groups.setdefault((flag.kpi.key, kind, flag.is_above), []).append(flag)
    return [_proposal(kind, group, doc) for (_, kind, _), group in groups.items()]


def opinions(inputs: dict[str, Any]) -> list[str]:
    """Return what the lead wrote, or that it is still missing."""
    return inputs.get("opinions") or [TO_BE_WRITTEN]


def numbered(texts: list[str]) -> list[str]:
    """Return the texts as 一是, 二是 and so on, after ten 此外; one alone as it is."""
    if len(texts) < 2:
        return texts
    ordinals = [*(f"{ordinal}是" for ordinal in _ORDINALS), *["此外，"] * len(texts)]
    return [f"{ordinal}{text}" for ordinal, text in zip(ordinals, texts, strict=False)]


def _proposal(kind: str, group: list[Flag], doc: Document) -> str:
    kpi, above = group[0].kpi, group[0].is_above
    labels = list(dict.fromkeys(flag.row["fixmedins_name"] for flag in group))
    if len(labels) > 5:
        doc.cell(f"{kpi.name}{kind}异常的机构数", numbers.count(len(labels)))
    if kind == "增长":
        said, advice = "同比增幅明显高于同类", _GROWTH.get(kpi.key, _GROWTH_OTHER)
    elif above:
        said, advice = "偏高", _HIGH.get(kpi.key, _GROWTH_OTHER)
    else:
        said, advice = "偏低", _LOW
    return f"{names(labels)}{kpi.name}{said}，建议{advice}。"
