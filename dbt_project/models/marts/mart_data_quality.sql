-- What the quarter's data lack, as reports list it: one row per check.
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    contract={'enforced': true},
    pre_hook="{% if is_incremental() %}delete from {{ this }} where quarter = '{{ var('quarter') }}'{% endif %}",
) }}
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
        count(*) filter (where med_type_group <> '购药') as not_pharmacy,
        count(*) filter (where med_type_group <> '购药' and not has_diagnosis) as no_diagnosis,
        count(*) filter (where med_type_group <> '购药' and not has_doctor) as no_doctor,
        count(*) filter (where med_type_group <> '购药' and not has_department) as no_department,
        sum(miscalculated_lines) as miscalculated_lines,
        sum(overstated_lines) as overstated_lines
    from {{ ref('int_settlement_gates') }}
),

totals as (
    select
        coalesce(sum(totals.line_count), 0) as lines,
        coalesce(sum(totals.unmapped_lines), 0) as unmapped_lines
    from {{ ref('int_settlement_totals') }} as totals
    inner join {{ ref('int_settlement_gates') }} as gates on totals.setl_id = gates.setl_id
),

refunds as (
    select count(*) as unmatched_lines
    from {{ ref('int_unmatched_refunds') }}
),

checks as (
    select
        'settlement_total' as check_id,
        '结算总额与明细合计不符' as label,
        'gate' as severity,
        gates.total_wrong as failed_count,
        gates.total as total_count
    from gates
    union all
    select 'line_amount', '明细单价×数量与金额不符', 'gate', gates.miscalculated_lines, totals.lines
    from gates, totals
    union all
    select 'line_in_scope', '明细符合范围金额大于总额', 'gate', gates.overstated_lines, totals.lines
    from gates, totals
    union all
    select 'no_diagnosis', '无诊断（不含购药）', 'gate', gates.no_diagnosis, gates.not_pharmacy
    from gates
    union all
    select 'no_doctor', '无医师（不含购药）', 'gate', gates.no_doctor, gates.not_pharmacy
    from gates
    union all
    select 'no_department', '无科室（不含购药）', 'gate', gates.no_department, gates.not_pharmacy
    from gates
    union all
    select 'unmatched_refund', '退费结算找不到原结算', 'gate', settlements.unmatched, settlements.total
    from settlements
    union all
    select 'unmatched_line_refund', '退费明细找不到足额的原明细', 'gate',
        refunds.unmatched_lines, totals.lines
    from refunds, totals
    union all
    select 'amount_identity', '结算金额恒等式不成立', 'warning',
        settlements.breaks_identity, settlements.total
    from settlements
    union all
    select 'unmapped_code', '明细编码未对照国家编码', 'warning', totals.unmapped_lines, totals.lines
    from totals
    union all
    select 'no_lines', '结算无费用明细', 'warning', gates.no_lines, gates.total
    from gates
    union all
    select 'no_sex', '性别未知', 'warning', gates.no_sex, gates.total
    from gates
    union all
    select 'unknown_med_type', '医疗类别未对照', 'warning',
        settlements.unknown_med_type, settlements.total
    from settlements
    union all
    select 'netted', '已冲销的结算（原单与退单）', 'info', settlements.netted, settlements.total
    from settlements
)

select
    '{{ var("quarter") }}'::text as quarter,
    check_id,
    label,
    severity,
    coalesce(failed_count, 0)::bigint as failed_count,
    total_count::bigint as total_count
from checks
