-- People of one village who are admitted to one hospital together, all with the same illness.
with stays as (
    select distinct
        stays.fixmedins_code,
        stays.psn_no,
        stays.admitted_on,
        left(stays.dscg_maindiag_code, 3) as illness,
        persons.live_admdvs as village
    from {{ ref('int_stays') }} as stays
    inner join {{ ref('int_persons') }} as persons on stays.psn_no = persons.psn_no
    where
        stays.is_in_quarter
        -- Nine digits are a township, twelve a village; six are no more than a county.
        and length(persons.live_admdvs) >= 9
        -- Infections break out, and accidents strike many: A, B; S, T.
        and left(stays.dscg_maindiag_code, 1) not in ('A', 'B', 'S', 'T')
),

days as (
    select distinct
        fixmedins_code,
        village,
        illness,
        admitted_on
    from stays
),

-- Who was admitted on the day or close to it.
groups as (
    select
        days.fixmedins_code,
        days.village,
        days.illness,
        days.admitted_on,
        count(distinct stays.psn_no) as persons,
        min(stays.admitted_on) as first_on,
        max(stays.admitted_on) as last_on
    from days
    inner join stays
        on
            days.fixmedins_code = stays.fixmedins_code
            and days.village = stays.village
            and days.illness = stays.illness
            and abs({{ days_between('stays.admitted_on', 'days.admitted_on') }})
            <= {{ threshold('group_days', 'days.admitted_on') }}
    group by days.fixmedins_code, days.village, days.illness, days.admitted_on
    having count(distinct stays.psn_no) >= {{ threshold('group_size', 'days.admitted_on') }}
),

-- The largest group of a village and illness stands for those that overlap it.
ordered as (
    select
        *,
        row_number() over (
            partition by fixmedins_code, village, illness
            order by persons desc, admitted_on asc
        ) as turn,
        count(*) over (partition by fixmedins_code, village, illness) as days_with_a_group
    from groups
)

select
    fixmedins_code,
    cast(null as text) as practitioner_code,
    village || ' ' || illness as subject,
    'admitted_together' as metric_id,
    {{ quarter_start() }} as period_start,
    {{ quarter_end() }} - 1 as period_end,
    persons as observed,
    {{ threshold('group_size', 'ordered.admitted_on') }} as expected,
    cast(null as numeric(18, 6)) as spread,
    cast(null as numeric(18, 3)) as robust_z,
    cast(null as int) as peers,
    cast(null as numeric(16, 2)) as amount,
    cast(null as text) as verdict,
    '同一居住地（' || village || '）的 ' || persons || ' 人在 ' || first_on || ' 至 ' || last_on
    || ' 入住本院，主诊断均为 ' || illness as signal_reason,
    {{ evidence({
        'village': 'village',
        'illness': 'illness',
        'persons': 'persons',
        'first_on': 'first_on',
        'last_on': 'last_on',
        'days_with_a_group': 'days_with_a_group'
    }) }} as evidence
from ordered
where turn = 1
