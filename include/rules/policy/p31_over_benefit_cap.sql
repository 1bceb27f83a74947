-- More of an item or material taken into the fund's scope in one encounter or one calendar year
-- than its benefit cap; the excess falls on the last lines.
with days as (
    select
        days.psn_no,
        days.kp_id,
        days.fee_date,
        days.inscp_amount,
        caps.item_name,
        caps.cap_scope,
        caps.cap_amount,
        case
            when caps.cap_scope = 'stay' then days.mdtrt_id
            else extract(year from days.fee_date)::int::text
        end as scope_key
    from {{ ref('int_person_item_days') }} as days
    inner join {{ ref('benefit_caps') }} as caps
        on days.kp_id = caps.kp_id and {{ in_force('caps', 'days.fee_date') }}
    where days.list_id = 'benefit_caps'
),

-- A cap that was raised on the way counts as raised.
exceeded as (
    select
        psn_no,
        kp_id,
        cap_scope,
        scope_key,
        max(item_name) as item_name,
        max(cap_amount) as cap_amount,
        min(fee_date) as first_fee_date,
        sum(inscp_amount) as inscp_total,
        sum(inscp_amount) - max(cap_amount) as excess
    from days
    group by psn_no, kp_id, cap_scope, scope_key
    having sum(inscp_amount) > max(cap_amount)
),

lines_of_excess as (
    select
        lines.setl_id,
        lines.bkkp_sn,
        lines.fee_amount,
        lines.inscp_amount,
        exceeded.*,
        sum(lines.inscp_amount) over (
            partition by exceeded.psn_no, exceeded.kp_id, exceeded.cap_scope, exceeded.scope_key
            order by lines.fee_date desc, lines.bkkp_sn desc
        ) - lines.inscp_amount as inscp_of_later_lines
    from exceeded
    inner join {{ ref('int_listed_lines') }} as lines
        on
            exceeded.psn_no = lines.psn_no
            and exceeded.kp_id = lines.kp_id
            and exceeded.scope_key = case
                when exceeded.cap_scope = 'stay' then lines.mdtrt_id
                else extract(year from lines.fee_date)::int::text
            end
            and exceeded.first_fee_date <= lines.fee_date
    where
        lines.list_id = 'benefit_caps'
        and lines.inscp_amount > 0
)

select
    setl_id,
    bkkp_sn,
    kp_id,
    null as violating_quantity,
    -- The part of the line's fee that stands for the excess in scope.
    {{ money_part(
        'fee_amount', 'least(inscp_amount, excess - inscp_of_later_lines)', 'inscp_amount'
    ) }} as violating_amount,
    null as verdict,
    item_name || case when cap_scope = 'stay' then ' 本次就诊' else ' ' || scope_key || ' 年' end
    || '纳入支付范围 ' || {{ number_text('inscp_total') }} || ' 元，限额 '
    || {{ number_text('cap_amount') }} || ' 元' as hit_reason,
    {{ evidence({
        'cap_scope': 'cap_scope',
        'cap_amount': 'cap_amount',
        'inscp_total': 'inscp_total',
        'excess': 'excess'
    }) }} as evidence
from lines_of_excess
where inscp_of_later_lines < excess
