"""The columns of the tables of the report on institutions; 156 mm each.

Where many shares stand side by side, the head or the title says %, not each cell: a
cell with the sign needs 16 mm in Word.
"""

from claim_review.reports.document import Column

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
    Column("机构类别", 37, "left"),
    Column("次均费用（元）", 19),
    Column("次均同比", 18),
    Column("次均统筹（元）", 19),
    Column("平均住院天数", 15),
    Column("人次人头比", 14),
    Column("实际报销比", 17),
    Column("政策内报销比", 17),
)
STRUCTURE = (
    Column("机构类别", 36, "left"),
    *(Column(name, 15) for name in ("药品", "检查", "化验", "卫生材料", "其他")),
    *(Column(name, 15) for name in ("个人负担", "政策内自付", "纯自费")),
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
    Column("检查检验（%）", 14),
    Column("耗材（%）", 13),
    Column("个人负担（%）", 14),
    Column("纯自费（%）", 13),
)
PLACES = (
    Column("机构", 36, "left"),
    *(Column(name, 15, "center") for name in _SHORT),
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
    Column("机构类别", 34, "left"),
    Column("出院人次", 16),
    Column("15日再入院率", 20),
    Column("30日再入院率", 20),
    Column("其中本院30日", 20),
    Column("同院同病种15日", 24),
    Column("低费用短住院", 22),
)
RETURNING = (
    Column("机构", 44, "left"),
    Column("出院人次", 20),
    Column("同院同病种15日内（人次）", 32),
    Column("占比", 20),
    Column("30日再入院率", 20),
    Column("随访完整率", 20),
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
