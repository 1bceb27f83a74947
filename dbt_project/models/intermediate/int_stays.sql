-- Inpatient stays, one row per stay: mid-stay settlements of one encounter are one stay.
-- History is included for rules that look back; is_in_quarter says that the stay's last
-- settlement lies in the quarter under review.
with stays as (
    select
        mdtrt_id,
        min(psn_no) as psn_no,
        min(fixmedins_code) as fixmedins_code,
        max(med_type) as med_type,
        bool_or(nwb_flag = '1') as is_newborn,
        sum(fund_pay_sumamt) as fund_pay_sumamt,
        array_agg(setl_id order by setl_time, setl_id) as setl_ids,
        -- A stay settled in two quarters is flagged in each on that quarter's own
        -- settlements: one settlement flagged twice would be one hit in two quarters.
        array_agg(setl_id order by setl_time, setl_id)
        filter (where quarter = '{{ var("quarter") }}') as quarter_setl_ids,
        min(setl_time) as first_settled_at,
        max(setl_time) as last_settled_at
    from {{ ref('int_settlements') }}
    where
        med_type_group = '住院'
        and standing = 'net'
    group by mdtrt_id
)

select
    stays.mdtrt_id,
    stays.psn_no,
    stays.fixmedins_code,
    stays.med_type,
    stays.is_newborn,
    stays.fund_pay_sumamt,
    stays.setl_ids,
    stays.quarter_setl_ids,
    stays.setl_ids[array_upper(stays.setl_ids, 1)] as last_setl_id,
    stays.first_settled_at,
    stays.last_settled_at,
    {{ quarter_of('stays.last_settled_at') }} = '{{ var("quarter") }}' as is_in_quarter,
    encounters.begntime::date as admitted_on,
    encounters.endtime::date as discharged_on,
    -- 算头不算尾: the day of discharge does not count, a same-day stay counts as one.
    -- greatest() skips nulls, so an open stay needs its own word to have no length.
    case
        when encounters.endtime is not null
            then greatest(1, encounters.endtime::date - encounters.begntime::date)
    end as length_of_stay,
    encounters.dscg_maindiag_code,
    encounters.dscg_way,
    encounters.adm_dept_codg
from stays
inner join {{ ref('stg_mdtrt_d') }} as encounters on stays.mdtrt_id = encounters.mdtrt_id
