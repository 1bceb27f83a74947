"""The columns of the tables of the report on institutions; 156 mm each.

Where many shares stand side by side, the head or the title says %, not each cell: a
cell with the sign needs 16 mm in Word. Of a head, 13 mm take two characters a line,
15 mm three and 19 mm four: the widths are such that no word is cut.
"""

from collections.abc import Sequence
from dataclasses import replace

from claim_review.reports.document import Column
from claim_review.reports.numbers import MISSING

_GROWTH = ("环比", "同比")
_WORDS = 24

_SHORT = (
    "次均费用",
    "次均统筹",
    "住院天数",
    "药品",
    "检查检验",
    "耗材",
    "个人负担",
    "纯自费",
)

OVERALL = (
    Column("指标", 60, "left"),
    Column("本季度", 34),
    Column("环比", 31),
    Column("同比", 31),
)
SCALE = (
    Column("机构类别", 34, "left"),
    Column("总费用（万元）", 20),
    Column("统筹支付（万元）", 20),
    Column("人次", 14),
    Column("人数", 14),
    Column("费用环比", 18),
    Column("费用同比", 18),
    Column("人次同比", 18),
)
MEANS = (
    Column("机构类别", 36, "left"),
    Column("次均费用（元）", 19),
    Column("次均同比", 18),
    Column("次均统筹（元）", 19),
    Column("平均住院天数", 13),
    Column("人次人头比", 13),
    Column("实际报销比", 20),
    Column("政策内报销比", 18),
)
STRUCTURE = (
    Column("机构类别", 48, "left"),
    *(Column(name, 13) for name in ("药品", "检查", "化验", "卫生材料", "其他")),
    Column("个人负担", 13),
    *(Column(name, 15) for name in ("政策内自付", "纯自费")),
)
CHANGES = (
    Column("机构类别", 36, "left"),
    *(
        Column(name, 20)
        for name in (
            "药品占比",
            "检查检验占比",
            "耗材占比",
            "个人负担占比",
            "纯自费占比",
            "实际报销比",
        )
    ),
)
SIZE = (
    Column("机构", 35, "left"),
    Column("等级", 15, "left"),
    Column("总费用（万元）", 19),
    Column("统筹支付（万元）", 19),
    Column("人次", 14),
    Column("费用同比", 18),
    Column("人次同比", 18),
    Column("次均同比", 18),
)
WORK = (
    Column("机构", 38, "left"),
    Column("次均费用（元）", 19),
    Column("次均统筹（元）", 19),
    Column("住院天数", 13),
    Column("药品（%）", 13),
    Column("检查检验（%）", 13),
    Column("耗材（%）", 13),
    Column("个人负担（%）", 13),
    Column("纯自费（%）", 15),
)
PLACES = (
    Column("机构", 50, "left"),
    *(Column(name, 13, "center") for name in _SHORT[:-1]),
    Column(_SHORT[-1], 15, "center"),
)
OUTPATIENT = (
    Column("机构类别", 36, "left"),
    Column("门诊人次", 20),
    Column("门诊次均费用（元）", 20),
    Column("门诊次均统筹（元）", 20),
    Column("购药笔数", 20),
    Column("购药单次金额（元）", 20),
    Column("人均购药次数", 20),
)
FLAGS = (
    Column("机构", 36, "left"),
    Column("指标", 28, "left"),
    Column("情形", 24, "left"),
    Column("本机构", 21),
    Column("对照值", 21),
    Column("偏离程度", 26),
)
RETURNS = (
    Column("机构类别", 40, "left"),
    Column("出院人次", 19),
    Column("再入院率（15日）", 19),
    Column("再入院率（30日）", 19),
    Column("其中本院（30日）", 19),
    Column("同院同病种（15日）", 23),
    Column("低费用短住院", 17),
)
RETURNING = (
    Column("机构", 53, "left"),
    Column("出院人次", 19),
    Column("同院同病种（人次）", 24),
    Column("占比", 18),
    Column("再入院率（30日）", 19),
    Column("随访完整率", 23),
)
LINKED = (
    Column("机构", 36, "left"),
    Column("异常指标", 36, "left"),
    Column("疑点（条）", 14),
    Column("下发（条）", 14),
    Column("认定（条）", 14),
    Column("认定基金（元）", 21),
    Column("已拒付（元）", 21),
)
GROWTH = (
    Column("机构", 44, "left"),
    Column("费用增减（万元）", 28),
    Column("人次因素（万元）", 28),
    Column("次均因素（万元）", 28),
    Column("费用同比", 28),
)
ARRIVALS = (
    Column("机构", 76, "left"),
    Column("情况", 40, "left"),
    Column("住院总费用（万元）", 40),
)


def told(
    columns: Sequence[Column], rows: Sequence[Sequence[str]], total: Sequence[str] = ()
) -> tuple[list[Column], list[list[str]], list[str]]:
    """Return the parts of a table without growth that is known of nobody.

    Its room goes to the columns of words.
    """
    lines = [*rows, *([total] if total else [])]
    kept = [
        at
        for at, column in enumerate(columns)
        if not column.head.endswith(_GROWTH)
        or any(line[at] != MISSING for line in lines)
    ]
    room = sum(column.width_mm for column in columns)
    shown = [columns[at] for at in kept]
    if len(kept) < len(columns):
        shown = _widened(shown, room)
    return (
        shown,
        [[row[at] for at in kept] for row in rows],
        [total[at] for at in kept] if total else [],
    )


def _widened(columns: list[Column], room: int) -> list[Column]:
    first, *others = columns
    others = [
        replace(column, width_mm=_WORDS) if column.align == "left" else column
        for column in others
    ]
    left = room - sum(column.width_mm for column in others)
    return [replace(first, width_mm=left), *others]
