-- Several operations of one group on one day, of which the second and later ones were charged
-- above the share of the list price that is left for them.
with operations as (
    select
        lines.setl_id,
        lines.bkkp_sn,
        lines.mdtrt_id,
        lines.kp_id,
        lines.fee_date,
        lines.pric,
        lines.quantity,
        lines.hilist_code,
        greatest(lines.hospital_level, 1) as hospital_level,
        surgeries.group_id,
        surgeries.item_name,
        max(lines.pric) over (
            partition by lines.mdtrt_id, surgeries.group_id, lines.fee_date, lines.kp_id
        ) as highest_price
    from {{ ref('int_listed_lines') }} as lines
    inner join {{ ref('surgery_groups') }} as surgeries
        on lines.kp_id = surgeries.kp_id and {{ in_force('surgeries', 'lines.fee_date') }}
    where
        lines.list_id = 'surgery_groups'
        and lines.inscp_amount > 0
        -- Surcharges and what is priced per further unit are no operations of their own.
        and lines.med_list_codg like '%0000'
        and surgeries.per_additional_unit = 0
),

ranked as (
    select
        *,
        dense_rank() over (
            partition by mdtrt_id, group_id, fee_date
            order by highest_price desc, kp_id asc
        ) as position
    from operations
),

priced as (
    select
        ranked.*,
        ceilings.hilist_pric_uplmt_amt as list_price,
        ceilings.hilist_pric_uplmt_amt * {{ threshold('second_surgery_share', 'ranked.fee_date') }}
            as allowed_price
    from ranked
    inner join {{ ref('int_price_ceilings') }} as ceilings
        on
            ranked.hilist_code = ceilings.hilist_code
            and ranked.hospital_level = ceilings.level_number
            and ranked.fee_date >= ceilings.begndate
            and ranked.fee_date <= coalesce(ceilings.enddate, date '9999-12-31')
    where ranked.position > 1
)

select
    setl_id,
    bkkp_sn,
    kp_id,
    null as violating_quantity,
    round((pric - allowed_price) * quantity, 2) as violating_amount,
    null as verdict,
    item_name || ' 是 ' || fee_date || ' 同组手术的第 ' || position || ' 项，收取 '
    || {{ number_text('pric') }} || ' 元，应不高于 ' || {{ number_text('round(allowed_price, 2)') }}
    || ' 元' as hit_reason,
    {{ evidence({
        'fee_date': 'fee_date',
        'group_id': 'group_id',
        'position': 'position',
        'pric': 'pric',
        'list_price': 'list_price',
        'allowed_price': 'allowed_price'
    }) }} as evidence
from priced
where pric > allowed_price
