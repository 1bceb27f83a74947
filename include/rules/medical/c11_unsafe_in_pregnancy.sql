-- A drug barred in pregnancy and nursing, given in an encounter that is about either.
with pregnant as (
    select mdtrt_id
    from {{ ref('int_listed_diagnoses') }}
    where list_id = 'diagnosis_sets' and set_id = 'obstetric'
    union
    select lines.mdtrt_id
    from {{ ref('int_listed_lines') }} as lines
    inner join {{ ref('item_sets') }} as sets
        on lines.kp_id = sets.kp_id and {{ in_force('sets', 'lines.fee_date') }}
    where lines.list_id = 'item_sets' and sets.set_id = 'delivery'
),

given as (
    select
        lines.setl_id,
        lines.bkkp_sn,
        lines.quantity,
        limits.kp_id,
        limits.item_name,
        {{ age_months('settlements.brdy', 'lines.fee_date') }} as months,
        row_number() over (
            partition by lines.mdtrt_id, limits.kp_id
            order by lines.fee_ocur_time nulls last, lines.bkkp_sn
        ) as turn
    from {{ ref('int_listed_lines') }} as lines
    inner join {{ ref('pregnancy_cautions') }} as limits
        on lines.kp_id = limits.kp_id and {{ in_force('limits', 'lines.fee_date') }}
    inner join {{ ref('int_settlements') }} as settlements on lines.setl_id = settlements.setl_id
    inner join pregnant on lines.mdtrt_id = pregnant.mdtrt_id
    where
        lines.list_id = 'pregnancy_cautions'
        and lines.is_in_quarter
        and settlements.gend = '2'
        -- The drug may be the newborn's.
        and settlements.nwb_flag <> '1'
        -- Of girls and old women the diagnosis is more likely wrong than the drug.
        and {{ age_months('settlements.brdy', 'lines.fee_date') }}
        between 12 * {{ threshold('pregnancy_age_from', 'lines.fee_date') }}
        and 12 * {{ threshold('pregnancy_age_to', 'lines.fee_date') }}
)

select
    setl_id,
    bkkp_sn,
    kp_id,
    quantity as violating_quantity,
    null as violating_amount,
    null as verdict,
    item_name || ' 禁用于妊娠期、哺乳期，本次就诊有妊娠或分娩的诊断、项目' as hit_reason,
    {{ evidence({'age_months': 'months'}) }} as evidence
from given
where turn = 1
