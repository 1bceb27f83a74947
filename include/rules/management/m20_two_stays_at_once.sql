-- One person in two hospitals at the same time; the cheaper stay is flagged.
with double_stays as (
    select
        one.mdtrt_id,
        one.setl_ids,
        one.quarter_setl_ids,
        greatest(one.first_settled_at, other.first_settled_at) < {{ quarter_start() }}
            as was_known_before,
        -- The hit belongs to the quarter of the later settlement.
        greatest(one.last_settled_at, other.last_settled_at) >= {{ quarter_start() }}
            as is_of_this_quarter,
        other.mdtrt_id as other_mdtrt_id,
        other.fixmedins_code as other_fixmedins_code,
        one.fund_pay_sumamt,
        other.fund_pay_sumamt as other_fund_pay_sumamt,
        least(one.discharged_on, other.discharged_on)
        - greatest(one.admitted_on, other.admitted_on) as overlap_days,
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
        bool_or(was_known_before) over (partition by mdtrt_id) as was_flagged_before
    from double_stays
    where
        overlap_days >= 1
        -- Transferred out and billed on the day of transfer.
        and not (overlap_days = 1 and coalesce(earlier_dscg_way, '1') = '2')
),

worst as (
    select distinct on (mdtrt_id)
        *,
        -- Settlements of earlier quarters come along unless they were flagged then already:
        -- one settlement flagged in two quarters would be one hit twice.
        case when was_flagged_before then quarter_setl_ids else setl_ids end as flagged_setl_ids
    from violations
    where is_of_this_quarter
    order by mdtrt_id asc, overlap_days desc, other_mdtrt_id asc
)

select
    unnest(flagged_setl_ids) as setl_id,
    null as bkkp_sn,
    'double_stay' as kp_id,
    null as violating_quantity,
    null as violating_amount,
    case
        when overlap_days < {{ threshold('double_stay_hard_days', quarter_start()) }} then 'suspect'
    end as verdict,
    '与另一家医疗机构住院重叠 ' || overlap_days || ' 天' as hit_reason,
    jsonb_build_object(
        'other_mdtrt_id', other_mdtrt_id, 'other_fixmedins_code', other_fixmedins_code,
        'overlap_days', overlap_days, 'fund_pay_sumamt', fund_pay_sumamt,
        'other_fund_pay_sumamt', other_fund_pay_sumamt
    ) as evidence
from worst
