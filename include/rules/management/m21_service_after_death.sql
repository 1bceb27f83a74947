-- Services dated after the person's death. What was served before and settled later is in order,
-- so the day of the line counts, not that of the settlement.
with dead as (
    select
        persons.psn_no,
        persons.died_on,
        -- Seen long after in several institutions: the record of the death may be wrong.
        count(distinct encounters.fixmedins_code)
        >= {{ threshold('wrong_death_record_institutions', quarter_start()) }} as is_doubtful
    from {{ ref('int_persons') }} as persons
    left join {{ ref('int_encounters') }} as encounters
        on
            persons.psn_no = encounters.psn_no
            and encounters.began_on
            >= persons.died_on + {{ threshold('wrong_death_record_days', quarter_start()) }}::int
    where persons.died_on is not null
    group by persons.psn_no, persons.died_on
),

lines as (
    select
        lines.setl_id,
        lines.bkkp_sn,
        lines.quantity,
        lines.fee_date,
        settlements.medfee_sumamt,
        dead.died_on,
        dead.is_doubtful,
        lines.fee_date > dead.died_on + (
            case
                -- Who died in the hospital: lines up to the discharge may be booked days later.
                when
                    stays.dscg_way = '5' and lines.fee_date <= stays.discharged_on
                    then {{ threshold('late_posting_exam_days', 'lines.fee_date') }}
                else {{ threshold('death_grace_days', 'lines.fee_date') }}
            end
        )::int as is_late
    from {{ ref('int_fee_lines') }} as lines
    inner join dead on lines.psn_no = dead.psn_no
    inner join {{ ref('int_settlements') }} as settlements on lines.setl_id = settlements.setl_id
    left join {{ ref('int_stays') }} as stays on lines.mdtrt_id = stays.mdtrt_id
    where
        -- Said first, because few have died.
        lines.psn_no in (
            select persons.psn_no
            from {{ ref('int_persons') }} as persons
            where persons.died_on is not null
        )
        and lines.is_in_quarter
        and lines.inscp_amount > 0
        -- A newborn is settled with the number of a mother who has died.
        and settlements.nwb_flag <> '1'
),

settled as (
    select
        setl_id,
        medfee_sumamt,
        died_on,
        is_doubtful,
        min(fee_date) as first_fee_on,
        count(*) as line_count
    from lines
    group by setl_id, medfee_sumamt, died_on, is_doubtful
    having bool_and(is_late)
)

-- Nothing was served before the death: the settlement as a whole.
select
    setl_id,
    null as bkkp_sn,
    'service_after_death' as kp_id,
    null as violating_quantity,
    medfee_sumamt as violating_amount,
    case when is_doubtful then 'suspect' end as verdict,
    '登记死亡日期 ' || died_on || '，本次费用均发生在死亡之后，最早 ' || first_fee_on as hit_reason,
    {{ evidence({
        'died_on': 'died_on',
        'fee_date': 'first_fee_on',
        'line_count': 'line_count'
    }) }} as evidence
from settled
union all
select
    setl_id,
    bkkp_sn,
    'service_after_death' as kp_id,
    quantity as violating_quantity,
    null as violating_amount,
    case when is_doubtful then 'suspect' end as verdict,
    '登记死亡日期 ' || died_on || '，该明细发生于 ' || fee_date as hit_reason,
    {{ evidence({
        'died_on': 'died_on',
        'fee_date': 'fee_date'
    }) }} as evidence
from lines
where
    is_late
    and setl_id not in (select settled.setl_id from settled)
