"""The short account of what a run found, read from the warehouse."""

import unicodedata
from email import policy
from email.parser import BytesParser
from pathlib import Path

import psycopg
from psycopg.rows import namedtuple_row

from claim_review.reports import numbers

_RULES = 20
_CODES = 3
_INSTITUTIONS = 5
_STATES = 9

_BATCHES = """
select
    count(distinct batch.batch_id) as batches,
    sum(rows_loaded) filter (where table_name = 'setl_d') as settlements,
    sum(rows_loaded) filter (where table_name = 'fee_list_d') as lines,
    sum(rows_set_aside) as set_aside
from raw.batch
inner join raw.batch_table on batch_table.batch_id = batch.batch_id
where batch.status = 'loaded' and batch.quarter = %s
"""

_TOTAL = """
select settlements, institutions, medfee_amount, fund_pay_amount,
    hits, hit_fee_amount, hit_fund_amount, attributed_fund_amount
from marts.mart_review_breakdown
where quarter = %s and dimension = 'total'
"""

_COVERAGE = """
select
    count(*) as rules,
    sum(settlements_in_scope) as in_scope,
    sum(settlements_screened) as screened,
    sum(settlements_not_judged) as not_judged
from marts.fct_screening_coverage
where quarter = %s and rule_status = 'live'
"""

_BY_RULE = """
select rule.rule_id, rule.rule_name, rule.verdict,
    count(*) as hits,
    sum(hit.hit_fee_amount) as fee_amount,
    sum(hit.hit_fund_amount) as fund_amount
from marts.fct_rule_hits as hit
inner join marts.dim_rule as rule on rule.rule_id = hit.rule_id
where hit.quarter = %s and hit.rule_status = 'live'
group by rule.rule_id, rule.rule_name, rule.verdict
order by fund_amount desc nulls last, rule.rule_id
"""

_BESIDE = """
select
    count(*) filter (where rule_status = 'shadow') as shadow_rules,
    (
        select count(*) from marts.fct_rule_hits as hit
        where hit.quarter = %(quarter)s and hit.rule_status = 'shadow'
    ) as shadow_hits,
    (
        select count(*) from marts.fct_institution_signals as signal
        where signal.quarter = %(quarter)s
    ) as signals
from marts.fct_screening_coverage
where quarter = %(quarter)s
"""

_CASES = """
select state.state_name as name, count(*) as cases
from review.hit_state
inner join review.hit using (hit_id)
inner join review.state on hit_state.state = state.state
where hit.quarter = %s
group by state.state
order by state.state
"""

# The last draft of each institution and month is what counts.
_STATEMENTS = """
select
    newest.statement_month as month,
    count(*) as statements,
    sum(newest.refused_amount) as refused_amount,
    sum(newest.reversed_amount) as reversed_amount,
    (select count(*) from review.statement_imbalance) as imbalances
from (
    select distinct on (statement_month, fixmedins_code) *
    from review.statement
    order by statement_month, fixmedins_code, draft desc
) as newest
group by newest.statement_month
order by newest.statement_month
"""

_BY_INSTITUTION = """
select
    institution.fixmedins_name, kpi.inpatient_visits, kpi.inpatient_total_fee,
    kpi.fee_per_visit, kpi.average_length_of_stay, kpi.drug_share,
    kpi.actual_reimbursement_rate
from marts.mart_institution_quarter as kpi
inner join marts.dim_institution as institution
    on institution.fixmedins_code = kpi.fixmedins_code
where kpi.quarter = %s
order by kpi.inpatient_total_fee desc nulls last, kpi.fixmedins_code
limit %s
"""

_QUALITY = """
select label, severity, failed_count, total_count
from marts.mart_data_quality
where quarter = %s and failed_count > 0 and severity <> 'info'
order by severity, failed_count desc
"""

_UNMAPPED = """
select med_list_codg, hilist_name, line_count, fee_amount,
    count(*) over () as codes
from marts.mart_unmapped_code
where quarter = %s
order by fee_amount desc, med_list_codg
limit %s
"""


def summary(warehouse_url: str, var_dir: Path, quarter: str) -> list[str]:
    """Return the lines that tell what the review of one quarter found."""
    with psycopg.connect(warehouse_url, row_factory=namedtuple_row) as warehouse:
        return [
            *_head(warehouse, quarter),
            *_rules(warehouse, quarter),
            *_cases(warehouse, quarter),
            *_beside(warehouse, quarter),
            *_institutions(warehouse, quarter),
            *_quality(warehouse, quarter),
            *_unmapped(warehouse, quarter),
            *_files(var_dir, quarter),
        ]


def table(head: list[str], rows: list[list[str]]) -> list[str]:
    """Return the rows as aligned lines; a Chinese character is two columns wide."""
    widths = [max(map(_width, column)) for column in zip(head, *rows, strict=True)]
    return [
        "  " + "  ".join(_padded(*cell) for cell in zip(row, widths, head, strict=True))
        for row in (head, *rows)
    ]


def _padded(text: str, width: int, head: str) -> str:
    """Return the cell, to the left below a head that ends with a space."""
    space = " " * (width - _width(text))
    return text + space if head.endswith(" ") else space + text


def _width(text: str) -> int:
    return sum(1 + (unicodedata.east_asian_width(letter) in "WF") for letter in text)


def _head(warehouse: psycopg.Connection, quarter: str) -> list[str]:
    batches = warehouse.execute(_BATCHES, [quarter]).fetchone()
    total = warehouse.execute(_TOTAL, [quarter]).fetchone()
    coverage = warehouse.execute(_COVERAGE, [quarter]).fetchone()
    if total is None:
        return [f"{quarter}: 无结算 no settlements"]
    screened = numbers.coverage(coverage.screened, coverage.in_scope)
    return [
        "",
        f"══ {quarter} ══",
        f"  批次 batches {batches.batches}, "
        f"结算 settlements {numbers.count(batches.settlements)}, "
        f"明细 lines {numbers.count(batches.lines)}, "
        f"搁置行 rows set aside {numbers.count(batches.set_aside)}",
        f"  有效结算 net settlements {numbers.count(total.settlements)}, "
        f"机构 institutions {total.institutions}, "
        f"医疗费用 fees {numbers.wan(total.medfee_amount)} 万元, "
        f"基金支付 fund {numbers.wan(total.fund_pay_amount)} 万元",
        f"  规则 rules {coverage.rules}, 筛查覆盖率 coverage {screened} "
        f"({numbers.count(coverage.screened)} of {numbers.count(coverage.in_scope)}; "
        f"未能判定 not judged {numbers.count(coverage.not_judged)})",
        f"  疑点 hits {numbers.count(total.hits)}, "
        f"涉及费用 fees {numbers.wan(total.hit_fee_amount)} 万元, "
        f"涉及基金 fund {numbers.wan(total.hit_fund_amount)} 万元, "
        f"去重后 attributed {numbers.wan(total.attributed_fund_amount)} 万元",
    ]


def _rules(warehouse: psycopg.Connection, quarter: str) -> list[str]:
    rows = warehouse.execute(_BY_RULE, [quarter]).fetchall()
    if not rows:
        return []
    cells = [
        [
            row.rule_id,
            row.rule_name,
            row.verdict,
            numbers.count(row.hits),
            numbers.yuan(row.fee_amount),
            numbers.yuan(row.fund_amount),
        ]
        for row in rows[:_RULES]
    ]
    head = ["rule ", "规则 ", "verdict ", "疑点 hits", "费用 fee 元", "基金 fund 元"]
    more = [f"  … {len(rows) - _RULES} more rules"] if len(rows) > _RULES else []
    return ["", *table(head, cells), *more]


def _cases(warehouse: psycopg.Connection, quarter: str) -> list[str]:
    """Return how many hits people have to decide on, by how far they are."""
    states = warehouse.execute(_CASES, [quarter]).fetchall()
    if not states:
        return []
    told = [f"{row.name} {numbers.count(row.cases)}" for row in states]
    lines = ["", "  案件 cases: " + ", ".join(told[:_STATES])]
    if more := told[_STATES:]:
        lines.append("              " + ", ".join(more))
    lines += [
        f"  拒付单 statements {row.month}: {row.statements}, "
        f"拒付基金 refused {numbers.yuan(row.refused_amount)} 元, "
        f"冲回 reversed {numbers.yuan(row.reversed_amount)} 元"
        + ("，与案件平衡 balanced" if not row.imbalances else "，不平衡 NOT balanced")
        for row in warehouse.execute(_STATEMENTS)
    ]
    return lines


def _beside(warehouse: psycopg.Connection, quarter: str) -> list[str]:
    """Return what is counted in no figure above: rules on trial, signals."""
    beside = warehouse.execute(_BESIDE, {"quarter": quarter}).fetchone()
    trial = (
        f"试运行规则 rules on trial {beside.shadow_rules}: "
        f"命中 hits {numbers.count(beside.shadow_hits)}"
    )
    signals = f"机构提示 signals {numbers.count(beside.signals)}"
    return ["", f"  不计入以上 not counted above: {trial}; {signals}"]


def _institutions(warehouse: psycopg.Connection, quarter: str) -> list[str]:
    rows = warehouse.execute(_BY_INSTITUTION, [quarter, _INSTITUTIONS]).fetchall()
    cells = [
        [
            row.fixmedins_name,
            numbers.count(row.inpatient_visits),
            numbers.wan(row.inpatient_total_fee),
            numbers.yuan(row.fee_per_visit),
            numbers.decimal(row.average_length_of_stay),
            numbers.percent(row.drug_share),
            numbers.percent(row.actual_reimbursement_rate),
        ]
        for row in rows
    ]
    head = ["机构 institution ", "住院 stays", "费用 fee 万元", "次均 per stay 元"]
    head += ["住院日 days", "药占比 drugs", "报销比 reimbursed"]
    return ["", *table(head, cells)] if rows else []


def _quality(warehouse: psycopg.Connection, quarter: str) -> list[str]:
    rows = warehouse.execute(_QUALITY, [quarter]).fetchall()
    told = [
        f"  {row.label} ({row.severity}): "
        f"{numbers.count(row.failed_count)} of {numbers.count(row.total_count)}"
        for row in rows
    ]
    return ["", "  数据质量 data quality", *told] if rows else []


def _unmapped(warehouse: psycopg.Connection, quarter: str) -> list[str]:
    rows = warehouse.execute(_UNMAPPED, [quarter, _CODES]).fetchall()
    told = [
        f"    {row.med_list_codg or '(空 empty)'} {row.hilist_name or ''}: "
        f"{numbers.count(row.line_count)} 行 lines, {numbers.yuan(row.fee_amount)} 元"
        for row in rows
    ]
    head = (
        f"  未对照编码 unmapped codes {rows[0].codes}, 金额最大 dearest:"
        if rows
        else ""
    )
    return [head, *told] if rows else []


def _files(var_dir: Path, quarter: str) -> list[str]:
    lines = [""]
    if versions := list((var_dir / "reports" / quarter).glob("v*")):
        newest = max(versions, key=lambda folder: int(folder.name[1:]))
        lines.append(f"  报告 report {newest}")
        lines += [f"    {file.name}" for file in sorted(newest.iterdir())]
    if mail := newest_mail(var_dir / "mail", quarter):
        lines.append(f"  邮件 mail   {mail}")
    lines += [
        f"  {label} {var_dir / folder}"
        for label, folder in _CASE_FOLDERS.items()
        if (var_dir / folder).exists()
    ]
    return lines


_CASE_FOLDERS = {
    "工作簿 workbooks ": "exchange/out",
    "电话名单 to call  ": "reminders",
    "拒付单 statements": "statements",
}


def newest_mail(folder: Path, quarter: str) -> Path | None:
    """Return the newest message in the folder that names the quarter."""
    year, number = quarter.split("Q")
    names = (quarter, f"{year}年第{'一二三四'[int(number) - 1]}季度")
    files = sorted(folder.glob("*.eml"), key=lambda file: file.stat().st_mtime)
    for file in reversed(files):
        with file.open("rb") as stream:
            message = BytesParser(policy=policy.default).parse(stream, headersonly=True)
        if any(name in str(message["subject"]) for name in names):
            return file
    return None
