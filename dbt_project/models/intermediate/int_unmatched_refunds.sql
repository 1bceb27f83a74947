-- Refund lines of standing settlements of the quarter that netting could not place:
-- no original, or more refunded than was charged.
with refunds as (
    select *
    from {{ ref('int_refund_lines') }}
    where
        standing = 'net'
        and quarter = '{{ var("quarter") }}'
),

taken_by_link as (
    select
        init_feedetl_sn,
        -sum(cnt) as refunded_quantity
    from refunds
    where init_feedetl_sn is not null
    group by init_feedetl_sn
),

linked as (
    select
        refunds.bkkp_sn,
        taken_by_link.refunded_quantity - coalesce(charges.cnt, 0) as left_over
    from refunds
    inner join taken_by_link on refunds.init_feedetl_sn = taken_by_link.init_feedetl_sn
    left join {{ ref('int_refundable_lines') }} as charges
        on refunds.init_feedetl_sn = charges.bkkp_sn
),

given_back as (
    select
        setl_id,
        med_list_codg,
        fee_date,
        department,
        -sum(cnt) as refunded_quantity
    from refunds
    where init_feedetl_sn is null
    group by setl_id, med_list_codg, fee_date, department
),

-- What linked refunds have taken is not there for unlinked ones.
charged as (
    select
        given_back.setl_id,
        given_back.med_list_codg,
        given_back.fee_date,
        given_back.department,
        given_back.refunded_quantity - coalesce(
            sum(greatest(0, charges.cnt - coalesce(taken_by_link.refunded_quantity, 0))), 0
        ) as left_over
    from given_back
    left join {{ ref('int_refundable_lines') }} as charges
        on
            given_back.setl_id = charges.setl_id
            and given_back.med_list_codg is not distinct from charges.med_list_codg
            and given_back.fee_date = charges.fee_ocur_time::date
            and given_back.department = charges.department
    left join taken_by_link on charges.bkkp_sn = taken_by_link.init_feedetl_sn
    group by
        given_back.setl_id, given_back.med_list_codg, given_back.fee_date,
        given_back.department, given_back.refunded_quantity
),

unlinked as (
    select
        refunds.bkkp_sn,
        charged.left_over
    from refunds
    inner join charged
        on
            refunds.setl_id = charged.setl_id
            and refunds.med_list_codg is not distinct from charged.med_list_codg
            and refunds.fee_date is not distinct from charged.fee_date
            and refunds.department = charged.department
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
