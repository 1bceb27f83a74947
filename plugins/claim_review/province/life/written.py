"""What invented people write for the demo's reports: opinions, a plan, comments."""

from datetime import datetime
from pathlib import Path

import psycopg
import yaml

from claim_review.quarters import Quarter
from claim_review.reports.clinical import facts as clinical
from claim_review.reports.clinical.items import most_hit
from claim_review.reports.inputs import FILE

OPINIONS = (
    "部分乡镇卫生院、村卫生室对疑点的申诉材料不齐，建议在下发时一并列明所需材料。",
    "个别疑点源于收费项目与医保编码对照有误，建议相关机构先行核对对照关系。",
)
PLAN = (
    ("复核被推翻疑点对应的规则条件", "审核组甲", "2025-07-31", "推翻率下降"),
    ("对未按期反馈的机构逐家电话提醒", "审核组乙", "2025-07-18", "逾期率下降"),
    ("召开一次县市经办人员答疑会", "审核组丙", "2025-08-15", "八县市全部参加"),
)
COMMENT = "涉及病例的使用与所载诊断、就诊情况不相称，建议结合病历逐例核实后认定。"
SERVICE = {
    "calls": 46,
    "onsite": 5,
    "onsite_in_12h": 5,
    "consultations": 17,
    "training": 1,
}


def write(url: str, var_dir: Path, quarter: str, as_of: datetime) -> Path:
    """Write the inputs of the quarter's reports, a comment for each item they show."""
    with psycopg.connect(url) as connection:
        facts = clinical.read(connection, Quarter.parse(quarter), as_of)
    path = var_dir / "reports" / quarter / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    names = ("task", "owner", "due", "measure")
    written = {
        "opinions": list(OPINIONS),
        "plan": [dict(zip(names, line, strict=True)) for line in PLAN],
        "clinical_comments": {
            item.code: {"text": COMMENT, "by": "示例医师甲"}
            for item in most_hit(facts.hits)
        },
        "service": SERVICE,
    }
    text = yaml.safe_dump(written, allow_unicode=True, sort_keys=False)
    path.write_text(text, encoding="utf-8")
    return path
