-- The parts of one item charged one by one on a day, for more than the item itself may cost.
with parts as (
    select
        lines.setl_id,
        lines.bkkp_sn,
        lines.mdtrt_id,
        lines.kp_id,
        lines.fee_date,
        lines.fee_amount,
        greatest(lines.hospital_level, 1) as hospital_level,
        bundles.bundle_id,
        bundles.parent_code,
        bundles.parent_name,
        bundles.item_name,
        bundles.min_components,
        sum(lines.fee_amount) over (
            partition by lines.mdtrt_id, bundles.bundle_id, lines.fee_date
            order by lines.bkkp_sn desc
        ) - lines.fee_amount as amount_of_later_lines
    from {{ ref('int_listed_lines') }} as lines
    inner join {{ ref('bundles') }} as bundles
        on lines.kp_id = bundles.kp_id and {{ in_force('bundles', 'lines.fee_date') }}
    where
        lines.list_id = 'bundles'
        and lines.inscp_amount > 0
),

unbundled as (
    select
        mdtrt_id,
        bundle_id,
        fee_date,
        parent_code,
        max(hospital_level) as hospital_level,
        count(distinct kp_id) as components,
        sum(fee_amount) as components_amount
    from parts
    group by mdtrt_id, bundle_id, fee_date, parent_code
    having count(distinct kp_id) >= max(min_components)
),

-- With the whole item charged too, its parts are a matter of repeated charging (P-23).
parents as (
    select distinct
        lines.mdtrt_id,
        lines.fee_date,
        bundles.bundle_id
    from {{ ref('int_listed_lines') }} as lines
    inner join {{ ref('bundles') }} as bundles on lines.kp_id = bundles.kp_id
    where lines.list_id = 'bundles:parent'
),

excesses as (
    select
        unbundled.*,
        ceilings.hilist_pric_uplmt_amt as parent_price,
        unbundled.components_amount - ceilings.hilist_pric_uplmt_amt as excess_amount
    from unbundled
    inner join {{ ref('int_price_ceilings') }} as ceilings
        on
            unbundled.parent_code = ceilings.hilist_code
            and unbundled.hospital_level = ceilings.level_number
            and unbundled.fee_date >= ceilings.begndate
            and unbundled.fee_date <= coalesce(ceilings.enddate, date '9999-12-31')
    left join parents
        on
            unbundled.mdtrt_id = parents.mdtrt_id
            and unbundled.bundle_id = parents.bundle_id
            and unbundled.fee_date = parents.fee_date
    where
        parents.mdtrt_id is null
        and unbundled.components_amount > ceilings.hilist_pric_uplmt_amt
)

select
    parts.setl_id,
    parts.bkkp_sn,
    parts.kp_id,
    null as violating_quantity,
    least(parts.fee_amount, excesses.excess_amount - parts.amount_of_later_lines)
        as violating_amount,
    null as verdict,
    parts.fee_date || ' 将 ' || parts.parent_name || ' 拆为 ' || excesses.components || ' 项收取，合计 '
    || {{ number_text('excesses.components_amount') }} || ' 元，合并价 '
    || {{ number_text('excesses.parent_price') }} || ' 元' as hit_reason,
    {{ evidence({
        'fee_date': 'parts.fee_date',
        'bundle_id': 'parts.bundle_id',
        'components': 'excesses.components',
        'components_amount': 'excesses.components_amount',
        'parent_price': 'excesses.parent_price'
    }) }} as evidence
from parts
inner join excesses
    on
        parts.mdtrt_id = excesses.mdtrt_id
        and parts.bundle_id = excesses.bundle_id
        and parts.fee_date = excesses.fee_date
where parts.amount_of_later_lines < excesses.excess_amount
