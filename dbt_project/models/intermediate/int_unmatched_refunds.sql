-- Refund lines of standing settlements of the quarter that netting could not place:
-- no original, or more refunded than was charged.
with refunds as (
    select
        lines.*,
        lines.fee_ocur_time::date as fee_date
    from {{ ref('int_raw_lines') }} as lines
    inner join {{ ref('int_settlements') }} as settlements
        on lines.setl_id = settlements.setl_id
    where
        (lines.cnt < 0 or lines.det_item_fee_sumamt < 0)
        and settlements.standing = 'net'
        and settlements.quarter = '{{ var("quarter") }}'
),

linked as (
    select
        refunds.bkkp_sn,
        -sum(refunds.cnt) over (partition by refunds.init_feedetl_sn)
        - coalesce(charges.cnt, 0) as left_over
    from refunds
    left join {{ ref('int_raw_lines') }} as charges
        on refunds.init_feedetl_sn = charges.bkkp_sn and charges.cnt > 0
    where refunds.init_feedetl_sn is not null
),

taken_by_link as (
    select
        init_feedetl_sn,
        -sum(cnt) as refunded_quantity
    from refunds
    where init_feedetl_sn is not null
    group by init_feedetl_sn
),

refunded as (
    select distinct setl_id
    from refunds
    where init_feedetl_sn is null
),

-- What linked refunds have taken is not there for unlinked ones.
charged as (
    select
        charges.setl_id,
        charges.med_list_codg,
        charges.fee_ocur_time::date as fee_date,
        coalesce(charges.bilg_dept_codg, '') as department,
        sum(greatest(0, charges.cnt - coalesce(taken_by_link.refunded_quantity, 0))) as quantity
    from {{ ref('int_raw_lines') }} as charges
    inner join refunded on charges.setl_id = refunded.setl_id
    left join taken_by_link on charges.bkkp_sn = taken_by_link.init_feedetl_sn
    where charges.cnt > 0
    group by
        charges.setl_id, charges.med_list_codg, charges.fee_ocur_time::date,
        coalesce(charges.bilg_dept_codg, '')
),

unlinked as (
    select
        refunds.bkkp_sn,
        -sum(refunds.cnt) over (
            partition by
                refunds.setl_id, refunds.med_list_codg, refunds.fee_date,
                coalesce(refunds.bilg_dept_codg, '')
        ) - coalesce(charged.quantity, 0) as left_over
    from refunds
    left join charged
        on
            refunds.setl_id = charged.setl_id
            and refunds.med_list_codg is not distinct from charged.med_list_codg
            and refunds.fee_date = charged.fee_date
            and coalesce(refunds.bilg_dept_codg, '') = charged.department
    where refunds.init_feedetl_sn is null
),

unplaced as (
    select * from linked
    where left_over > 0
    union all
    select * from unlinked
    where left_over > 0
)

select
    refunds.setl_id,
    refunds.bkkp_sn,
    refunds.init_feedetl_sn,
    refunds.cnt,
    unplaced.left_over
from unplaced
inner join refunds on unplaced.bkkp_sn = refunds.bkkp_sn
