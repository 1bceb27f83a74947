-- Scans of the quarter whose trace code some institution had in stock, on lines that stand.
with stocked_lines as (
    select distinct scans.bkkp_sn
    from {{ ref('stg_fee_trac_d') }} as scans
    inner join {{ ref('int_trace_stock') }} as stock
        on scans.drug_trac_codg = stock.drug_trac_codg
),

scans as (
    select
        scans.bkkp_sn,
        scans.drug_trac_codg,
        min(scans.scan_time) as scanned_at,
        count(*) over (partition by scans.bkkp_sn)::int as codes
    from {{ ref('stg_fee_trac_d') }} as scans
    inner join stocked_lines on scans.bkkp_sn = stocked_lines.bkkp_sn
    group by scans.bkkp_sn, scans.drug_trac_codg
),

-- Few lines are asked for: they are found first.
lines as (
    select
        lines.bkkp_sn,
        lines.setl_id,
        lines.fixmedins_code,
        lines.quantity
    from {{ ref('int_fee_lines') }} as lines
    where
        lines.is_in_quarter
        and lines.bkkp_sn in (select stocked_lines.bkkp_sn from stocked_lines)
)

select
    scans.bkkp_sn,
    scans.drug_trac_codg,
    lines.setl_id,
    lines.fixmedins_code,
    lines.quantity,
    scans.codes,
    scans.scanned_at
from scans
inner join lines on scans.bkkp_sn = lines.bkkp_sn
where
    scans.drug_trac_codg in (
        select stock.drug_trac_codg from {{ ref('int_trace_stock') }} as stock
    )
