"""The tables of the quarterly report: columns and captions, for both templates."""

from claim_review.reports.document import Column

_GROUP_AMOUNTS = (
    Column("机构（家）", 14),
    Column("结算（笔）", 17),
    Column("医疗总费用（万元）", 23),
    Column("基金支付（万元）", 21),
    Column("疑点（条）", 15),
    Column("涉及费用（万元）", 20),
    Column("涉及基金（万元）", 20),
)

COLUMNS: dict[str, tuple[Column, ...]] = {
    "headline": (
        Column("指标", 66, "left"),
        Column("本季度", 34),
        Column("环比", 28),
        Column("同比", 28),
    ),
    "by_verdict": (
        Column("结论类型", 36, "left"),
        Column("疑点（条）", 28),
        Column("涉及费用（万元）", 34),
        Column("涉及基金（万元）", 34),
        Column("费用占比", 24),
    ),
    "by_class": (Column("机构类别", 26, "left"), *_GROUP_AMOUNTS),
    "by_level": (Column("机构等级", 26, "left"), *_GROUP_AMOUNTS),
    "by_county": (Column("县市", 26, "left"), *_GROUP_AMOUNTS),
    "by_rule": (
        Column("规则编号", 18, "left"),
        Column("规则名称", 44, "left"),
        Column("结论类型", 18, "center"),
        Column("疑点（条）", 16),
        Column("涉及费用（万元）", 20),
        Column("涉及基金（万元）", 20),
        Column("费用占比", 20),
    ),
    "by_amount": (
        Column("单条疑点涉及基金", 40, "left"),
        Column("疑点（条）", 26),
        Column("数量占比", 24),
        Column("涉及费用（万元）", 33),
        Column("涉及基金（万元）", 33),
    ),
    "institutions": (
        Column("机构名称", 40, "left"),
        Column("住院人次", 13),
        Column("总费用（万元）", 18),
        Column("费用同比", 18),
        Column("次均费用（元）", 18),
        Column("平均天数", 13),
        Column("药品占比", 18),
        Column("耗材占比", 18),
    ),
    "quality": (
        Column("检查项目", 84, "left"),
        Column("级别", 16, "center"),
        Column("不合格数", 18),
        Column("检查总数", 20),
        Column("不合格率", 18),
    ),
    "coverage": (
        Column("规则编号", 20, "left"),
        Column("规则名称", 56, "left"),
        Column("应筛查（笔）", 20),
        Column("已筛查（笔）", 20),
        Column("未能判定（笔）", 22),
        Column("命中（条）", 18),
    ),
    "thresholds": (
        Column("参数", 82, "left"),
        Column("取值", 20),
        Column("单位", 18, "center"),
        Column("用于规则", 36, "left"),
    ),
}

CAPTIONS = {
    "headline": "主要指标",
    "by_verdict": "疑点按结论类型分布",
    "by_class": "按机构类别分布",
    "by_level": "按机构等级分布",
    "by_county": "按县市分布",
    "by_rule": "按规则分布",
    "by_amount": "按单条疑点涉及基金分布",
    "institutions": "住院总费用居前机构的主要指标",
    "quality": "数据质量问题清单",
    "coverage": "各规则筛查情况",
    "thresholds": "待确认的审核参数",
}
