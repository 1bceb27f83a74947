-- Inpatient stays, one row per stay: mid-stay settlements of one encounter are one stay.
-- History is included for rules that look back; is_in_quarter says that the stay's last
-- settlement lies in the quarter under review.
with settled as (
    select
        stay_settlements.mdtrt_id,
        settlements.setl_id,
        settlements.psn_no,
        settlements.fixmedins_code,
        settlements.med_type,
        settlements.clr_way,
        settlements.hospital_level,
        settlements.gend,
        settlements.brdy,
        settlements.nwb_flag,
        settlements.fund_pay_sumamt,
        settlements.setl_time,
        row_number() over (
            partition by stay_settlements.mdtrt_id
            order by stay_settlements.setl_time, stay_settlements.setl_id
        ) as position,
        count(*) over (partition by stay_settlements.mdtrt_id) as settlement_count
    from {{ ref('int_stay_settlements') }} as stay_settlements
    inner join {{ ref('int_settlements') }} as settlements
        on stay_settlements.setl_id = settlements.setl_id
),

stays as (
    select
        mdtrt_id,
        min(psn_no) as psn_no,
        min(fixmedins_code) as fixmedins_code,
        max(med_type) as med_type,
        max(clr_way) as clr_way,
        -- The mildest reading where settlements of one stay disagree.
        max(hospital_level) as hospital_level,
        min(gend) as gend,
        min(brdy) as born_on,
        bool_or(nwb_flag = '1') as is_newborn,
        sum(fund_pay_sumamt)::numeric(16, 2) as fund_pay_sumamt,
        max(case when position = 1 then setl_id end) as first_setl_id,
        max(case when position = settlement_count then setl_id end) as last_setl_id,
        min(setl_time) as first_settled_at,
        max(setl_time) as last_settled_at
    from settled
    group by mdtrt_id
)

select
    stays.mdtrt_id,
    stays.psn_no,
    stays.fixmedins_code,
    stays.hospital_level,
    stays.med_type,
    stays.clr_way,
    stays.gend,
    stays.born_on,
    stays.is_newborn,
    stays.fund_pay_sumamt,
    stays.first_setl_id,
    stays.last_setl_id,
    stays.first_settled_at,
    stays.last_settled_at,
    {{ quarter_of('stays.last_settled_at') }} = '{{ var("quarter") }}' as is_in_quarter,
    encounters.begntime::date as admitted_on,
    encounters.endtime::date as discharged_on,
    -- 算头不算尾: the day of discharge does not count, a same-day stay counts as one.
    -- greatest() skips nulls, so an open stay needs its own word to have no length.
    case
        when encounters.endtime is not null
            then greatest(
                1, {{ days_between('encounters.endtime::date', 'encounters.begntime::date') }}
            )
    end as length_of_stay,
    encounters.dscg_maindiag_code,
    encounters.dscg_way,
    encounters.adm_way,
    encounters.adm_dept_codg,
    encounters.traf_dept_flag
from stays
inner join {{ ref('stg_mdtrt_d') }} as encounters on stays.mdtrt_id = encounters.mdtrt_id
