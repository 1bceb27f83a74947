-- What the quarter's data lack, as reports list it: one row per check of the review and per
-- warning of the checks at the door.
{{ config(materialized='incremental', pre_hook='{{ replace_quarter() }}') }}
with settlements as (
    select
        count(*) as total,
        count(*) filter (where standing in ('reversed', 'reversal')) as netted,
        count(*) filter (where standing = 'unmatched_reversal') as unmatched,
        count(*) filter (where med_type_group = '未对照') as unknown_med_type,
        count(*) filter (where breaks_identity) as breaks_identity
    from {{ ref('int_settlements') }}
    where quarter = '{{ var("quarter") }}'
),

gates as (
    select
        count(*) as total,
        count(*) filter (where is_total_wrong) as total_wrong,
        count(*) filter (where not has_lines) as no_lines,
        count(*) filter (where not has_sex) as no_sex,
        count(*) filter (where med_type_group = '住院') as stays,
        count(*) filter (where med_type_group = '住院' and not has_stay_dates) as no_stay_dates,
        count(*) filter (where not is_pharmacy) as not_pharmacy,
        count(*) filter (where not is_pharmacy and not has_diagnosis) as no_diagnosis,
        count(*) filter (where not is_pharmacy and not has_doctor) as no_doctor,
        count(*) filter (where not is_pharmacy and not has_department) as no_department,
        sum(miscalculated_lines) as miscalculated_lines,
        sum(overstated_lines) as overstated_lines
    from {{ ref('int_settlement_gates') }}
),

totals as (
    select
        coalesce(sum(totals.line_count), 0) as lines,
        coalesce(sum(totals.unmapped_lines), 0) as unmapped_lines,
        coalesce(sum(totals.undated_lines), 0) as undated_lines,
        coalesce(sum(totals.lines_without_scope), 0) as lines_without_scope
    from {{ ref('int_settlement_totals') }} as totals
    inner join {{ ref('int_settlement_gates') }} as gates on totals.setl_id = gates.setl_id
),

long_stays as (
    select count(*) as stays
    from {{ ref('int_stays') }}
    where is_in_quarter and discharged_on - admitted_on > 365
),

refunds as (
    select count(*) as unmatched_lines
    from {{ ref('int_unmatched_refunds') }}
),

-- Without a time of settlement a row is in no quarter; it is counted where it was delivered.
delivered as (
    select
        count(*) as total,
        count(*) filter (where settlements.setl_time is null) as no_setl_time
    from {{ ref('stg_setl_d') }} as settlements
    inner join {{ ref('stg_batch') }} as batches on settlements.batch_id = batches.batch_id
    where batches.quarter = '{{ var("quarter") }}'
)

select
    '{{ var("quarter") }}'::text as quarter,
    checks.check_id,
    checks.label,
    checks.severity,
    coalesce(checks.failed_count, 0)::bigint as failed_count,
    checks.total_count::bigint as total_count
from settlements
cross join gates
cross join totals
cross join refunds
cross join long_stays
cross join delivered
cross join
    lateral (
        values
        ('settlement_total', '结算总额与明细合计不符', 'gate', gates.total_wrong, gates.total),
        ('line_amount', '明细单价×数量与金额不符', 'gate', gates.miscalculated_lines, totals.lines),
        ('line_in_scope', '明细符合范围金额大于总额', 'gate', gates.overstated_lines, totals.lines),
        ('no_diagnosis', '无诊断（不含购药）', 'gate', gates.no_diagnosis, gates.not_pharmacy),
        ('no_doctor', '无医师（不含购药）', 'gate', gates.no_doctor, gates.not_pharmacy),
        ('no_department', '无科室（不含购药）', 'gate', gates.no_department, gates.not_pharmacy),
        ('unmatched_refund', '退费结算找不到原结算', 'gate', settlements.unmatched, settlements.total),
        (
            'unmatched_line_refund', '退费明细找不到足额的原明细', 'gate',
            refunds.unmatched_lines, totals.lines
        ),
        (
            'amount_identity', '结算金额恒等式不成立', 'warning',
            settlements.breaks_identity, settlements.total
        ),
        ('unmapped_code', '明细编码未对照国家编码', 'warning', totals.unmapped_lines, totals.lines),
        (
            'no_setl_time', '结算无结算时间，不属于任何季度', 'warning',
            delivered.no_setl_time, delivered.total
        ),
        ('no_fee_time', '明细无费用发生时间', 'warning', totals.undated_lines, totals.lines),
        (
            'scope_derived', '明细无符合范围金额，按总额减自费推算', 'warning',
            totals.lines_without_scope, totals.lines
        ),
        ('no_stay_dates', '住院起止日期缺失或颠倒', 'warning', gates.no_stay_dates, gates.stays),
        (
            'long_stay', '住院超过 365 天，不计入平均住院天数', 'warning',
            long_stays.stays, gates.stays
        ),
        ('no_lines', '结算无费用明细', 'warning', gates.no_lines, gates.total),
        ('no_sex', '性别未知', 'warning', gates.no_sex, gates.total),
        (
            'unknown_med_type', '医疗类别未对照', 'warning',
            settlements.unknown_med_type, settlements.total
        ),
        ('netted', '已冲销的结算（原单与退单）', 'info', settlements.netted, settlements.total)
    ) as checks (check_id, label, severity, failed_count, total_count)
union all
-- Warnings of the checks at the door (a critical failure refuses the batch).
select
    '{{ var("quarter") }}'::text as quarter,
    'door.' || check_id as check_id,
    '入库检查：' || min(description_zh) as label,
    'warning' as severity,
    sum(failed_rows)::bigint as failed_count,
    sum(total_rows)::bigint as total_count
from {{ ref('stg_batch_check') }}
where
    quarter = '{{ var("quarter") }}'
    and not passed
    and failed_rows > 0
group by check_id
