-- One person in two hospitals at the same time; the cheaper stay is flagged.
with double_stays as (
    select
        one.mdtrt_id,
        greatest(one.first_settled_at, other.first_settled_at) < {{ quarter_start() }}
            as was_known_before,
        -- The hit belongs to the quarter of the later settlement.
        greatest(one.last_settled_at, other.last_settled_at) >= {{ quarter_start() }}
            as is_of_this_quarter,
        other.mdtrt_id as other_mdtrt_id,
        other.fixmedins_code as other_fixmedins_code,
        one.fund_pay_sumamt,
        other.fund_pay_sumamt as other_fund_pay_sumamt,
        {{ days_between(
            'least(one.discharged_on, other.discharged_on)',
            'greatest(one.admitted_on, other.admitted_on)'
        ) }} as overlap_days,
        case
            when one.admitted_on <= other.admitted_on then one.dscg_way else other.dscg_way
        end as earlier_dscg_way
    from {{ ref('int_stays') }} as one
    inner join {{ ref('int_stays') }} as other
        on
            one.psn_no = other.psn_no
            and one.fixmedins_code <> other.fixmedins_code
            and one.admitted_on < other.discharged_on
            and one.discharged_on > other.admitted_on
    where
        (one.fund_pay_sumamt, other.admitted_on, other.last_setl_id)
        < (other.fund_pay_sumamt, one.admitted_on, one.last_setl_id)
        -- Mother and newborn may share one number.
        and not one.is_newborn
        and not other.is_newborn
),

violations as (
    select
        *,
        bool_or(was_known_before) over (partition by mdtrt_id) as was_flagged_before,
        row_number() over (
            partition by mdtrt_id, is_of_this_quarter
            order by overlap_days desc, other_mdtrt_id asc
        ) as position
    from double_stays
    where
        overlap_days >= 1
        -- Transferred out and billed on the day of transfer.
        and not (overlap_days = 1 and coalesce(earlier_dscg_way, '1') = '2')
)

select
    settled.setl_id,
    null as bkkp_sn,
    'double_stay' as kp_id,
    null as violating_quantity,
    null as violating_amount,
    case
        when worst.overlap_days < {{ threshold('double_stay_hard_days', quarter_start()) }}
            then 'suspect'
    end as verdict,
    '与另一家医疗机构住院重叠 ' || worst.overlap_days || ' 天' as hit_reason,
    {{ evidence({
        'other_mdtrt_id': 'worst.other_mdtrt_id',
        'other_fixmedins_code': 'worst.other_fixmedins_code',
        'overlap_days': 'worst.overlap_days',
        'fund_pay_sumamt': 'worst.fund_pay_sumamt',
        'other_fund_pay_sumamt': 'worst.other_fund_pay_sumamt'
    }) }} as evidence
from violations as worst
inner join {{ ref('int_stay_settlements') }} as settled on worst.mdtrt_id = settled.mdtrt_id
where
    worst.is_of_this_quarter
    and worst.position = 1
    -- Settlements of earlier quarters come along unless they were flagged then already:
    -- one settlement flagged in two quarters would be one hit twice.
    and (settled.is_in_quarter or not worst.was_flagged_before)
