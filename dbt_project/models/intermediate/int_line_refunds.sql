-- What refunds take off each charged line: one row per charged line that is touched.
-- A refund names its original (init_feedetl_sn) or, where the system does not send the
-- link, is set against the charges of the same encounter, item, day and department,
-- the last charge first.
with refunds as (
    select *
    from {{ ref('int_refund_lines') }}
    -- A refund in a settlement that was taken back later was taken back with it.
    where standing is distinct from 'reversed'
),

linked as (
    select
        charges.bkkp_sn,
        charges.mdtrt_id,
        -sum(refunds.cnt) as refunded_quantity
    from refunds
    inner join {{ ref('int_refundable_lines') }} as charges
        on
            refunds.init_feedetl_sn = charges.bkkp_sn
            -- Lines that were settled anew are not touched by the reversal of the old settlement.
            and (
                refunds.netting_setl_id is not distinct from refunds.setl_id
                or refunds.netting_setl_id = charges.setl_id
            )
    group by charges.bkkp_sn, charges.mdtrt_id
),

unlinked as (
    select
        mdtrt_id,
        netting_setl_id,
        med_list_codg,
        fee_date,
        department,
        -sum(cnt) as refunded_quantity
    from refunds
    where init_feedetl_sn is null
    group by mdtrt_id, netting_setl_id, med_list_codg, fee_date, department
),

charges_of_unlinked as (
    select
        charges.bkkp_sn,
        charges.mdtrt_id,
        greatest(0, charges.cnt - coalesce(linked.refunded_quantity, 0)) as quantity_left,
        unlinked.refunded_quantity,
        sum(greatest(0, charges.cnt - coalesce(linked.refunded_quantity, 0))) over (
            partition by
                unlinked.mdtrt_id, unlinked.netting_setl_id, unlinked.med_list_codg,
                unlinked.fee_date, unlinked.department
            order by charges.fee_ocur_time desc, charges.bkkp_sn desc
        ) as quantity_so_far
    from unlinked
    inner join {{ ref('int_refundable_lines') }} as charges
        on
            unlinked.mdtrt_id = charges.mdtrt_id
            and unlinked.netting_setl_id is not distinct from charges.setl_id
            and unlinked.med_list_codg is not distinct from charges.med_list_codg
            and unlinked.fee_date = charges.fee_ocur_time::date
            and unlinked.department = charges.department
    left join linked on charges.bkkp_sn = linked.bkkp_sn
),

taken as (
    select
        bkkp_sn,
        mdtrt_id,
        refunded_quantity
    from linked
    union all
    select
        bkkp_sn,
        mdtrt_id,
        -- What the later charges could not absorb falls on this one.
        greatest(
            0,
            least(quantity_left, refunded_quantity - (quantity_so_far - quantity_left))
        ) as refunded_quantity
    from charges_of_unlinked
)

select
    bkkp_sn,
    mdtrt_id,
    sum(refunded_quantity) as refunded_quantity
from taken
group by bkkp_sn, mdtrt_id
having sum(refunded_quantity) > 0
