-- One person seen as an outpatient again and again within thirty days; where several institutions
-- saw the person on one day besides, the visits can hardly all have taken place.
with series as (
    -- Care that comes in series: dialysis, chemotherapy, pregnancy, psychiatry, wounds.
    select mdtrt_id
    from {{ ref('int_listed_diagnoses') }}
    where
        list_id = 'diagnosis_sets'
        and set_id in ('dialysis', 'chemotherapy', 'obstetric', 'psychiatric', 'wound_care')
    union all
    -- Rehabilitation (0034); acupuncture, massage and the like (004).
    select mdtrt_id
    from {{ ref('int_fee_lines') }}
    where
        med_type_group in ('门诊', '慢特病')
        and (starts_with(med_list_codg, '0034') or starts_with(med_list_codg, '004'))
),

visits as (
    select
        visits.*,
        -- Several settlements of one institution on one day are one visit.
        row_number() over (
            partition by visits.psn_no, visits.fixmedins_code, visits.visited_on
            order by visits.settled_at desc, visits.setl_id desc
        ) as place
    from {{ ref('int_visits') }} as visits
    where
        visits.med_type_group in ('门诊', '慢特病')
        -- What the patient paid alone is no claim on the fund.
        and visits.fund_pay_sumamt + coalesce(visits.acct_pay, 0) > 0
        and not exists (
            select 1
            from series
            where series.mdtrt_id = visits.mdtrt_id
        )
),

days as (
    select
        *,
        count(*) over (partition by psn_no, visited_on) as institutions
    from visits
    where place = 1
),

thirty_days as (
    select
        *,
        count(*) over earlier as visits,
        max(institutions) over earlier as most_institutions
    from days
    window
        earlier as (
            partition by psn_no order by visited_on
            range between interval '29 days' preceding and current row
        )
),

frequent as (
    select
        *,
        row_number() over (
            partition by psn_no order by visited_on desc, settled_at desc, setl_id desc
        ) as turn
    from thirty_days
    where
        is_in_quarter
        and visits > {{ threshold('visits_30_days_max', 'visited_on') }}
)

select
    setl_id,
    null as bkkp_sn,
    'frequent_outpatient' as kp_id,
    null as violating_quantity,
    null as violating_amount,
    case
        when most_institutions < {{ threshold('institutions_day_max', 'visited_on') }} then 'alert'
    end as verdict,
    '截至 ' || visited_on || ' 的 30 天内门诊就诊 ' || visits || ' 次，超过 '
    || {{ number_text(threshold('visits_30_days_max', 'visited_on')) }}
    || ' 次；一日最多在 ' || most_institutions || ' 家机构就诊' as hit_reason,
    {{ evidence({
        'visited_on': 'visited_on',
        'visits': 'visits',
        'most_institutions': 'most_institutions'
    }) }} as evidence
from frequent
where turn = 1
