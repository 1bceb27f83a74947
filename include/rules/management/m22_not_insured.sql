-- Care on a day on which the person was not insured, by the insurance that paid for it.
with settled as (
    select
        setl_id,
        psn_no,
        insutype,
        brdy,
        setl_time,
        coalesce(began_on, setl_time::date) as began_on
    from {{ ref('int_settlements') }}
    where
        quarter = '{{ var("quarter") }}'
        and standing = 'net'
        -- Maternity (510) and supplements go with a basic insurance and have no interval of
        -- their own.
        and insutype in ('310', '340', '380', '390', '391', '399')
        and (fund_net_amount > 0 or acct_pay > 0)
        and nwb_flag <> '1'
),

uncovered as (
    select settled.*
    from settled
    where
        not exists (
            select 1
            from {{ ref('int_person_insurance') }} as insurances
            where
                settled.psn_no = insurances.psn_no
                and settled.insutype = insurances.insutype
                and coalesce(settled.began_on >= insurances.insured_from, true)
                and coalesce(settled.began_on <= insurances.insured_to, true)
        )
),

-- Days to each time of being insured, 0 within it.
distances as (
    select
        uncovered.*,
        insurances.insutype = uncovered.insutype as is_same,
        case
            when uncovered.began_on < insurances.insured_from
                then {{ days_between('insurances.insured_from', 'uncovered.began_on') }}
            when uncovered.began_on > insurances.insured_to
                then {{ days_between('uncovered.began_on', 'insurances.insured_to') }}
            else 0
        end as days,
        case when insurances.insured_to < uncovered.began_on then insurances.insured_to end
            as ended_on
    from uncovered
    inner join {{ ref('int_person_insurance') }} as insurances
        on uncovered.psn_no = insurances.psn_no
),

nearest as (
    select
        setl_id,
        insutype,
        began_on,
        brdy,
        setl_time,
        min(case when is_same then days end) as gap_days,
        max(case when is_same then ended_on end) as ended_on,
        coalesce(bool_or(not is_same and days = 0), false) as is_otherwise_insured
    from distances
    group by setl_id, insutype, began_on, brdy, setl_time
)

select
    setl_id,
    null as bkkp_sn,
    'not_insured' as kp_id,
    null as violating_quantity,
    null as violating_amount,
    case when is_otherwise_insured then 'suspect' end as verdict,
    '就诊日 ' || began_on || ' 不在该险种参保期内'
    || coalesce('，此前参保至 ' || ended_on, '')
    || case when is_otherwise_insured then '，当日参加其他险种' else '' end as hit_reason,
    {{ evidence({
        'insutype': 'insutype',
        'began_on': 'began_on',
        'gap_days': 'gap_days',
        'ended_on': 'ended_on',
        'is_otherwise_insured': 'is_otherwise_insured'
    }) }} as evidence
from nearest
-- A short gap is usually paid for afterwards; without any time of this insurance there is none.
where
    (gap_days is null or gap_days > {{ threshold('insurance_gap_days', 'began_on') }})
    -- The newborn is insured in time when that happens within some months.
    and coalesce(
        {{ age_months('brdy', 'began_on') }}
        >= {{ threshold('newborn_enrolment_months', 'setl_time::date') }},
        true
    )
