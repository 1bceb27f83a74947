-- Many persons are settled within minutes at one outlet, on several days: cards of absent persons
-- may be swiped one after the other.
with first_settlements as (
    select
        *,
        cast(settled_at as date) as settled_on,
        row_number() over (
            partition by fixmedins_code, psn_no, cast(settled_at as date)
            order by settled_at, setl_id
        ) as turn
    from {{ ref('int_visits') }}
    where
        is_in_quarter
        and med_type_group in ('门诊', '慢特病', '购药')
        -- Midnight is no time of day.
        and settled_at <> cast(settled_at as date)
),

persons as (
    select
        fixmedins_code,
        settled_on,
        settled_at,
        medfee_sumamt,
        row_number() over (
            partition by fixmedins_code, settled_on order by settled_at, setl_id
        ) as place
    from first_settlements
    where turn = 1
),

-- From one person to the fifth after it, so six persons.
bursts as (
    select
        earlier.fixmedins_code,
        earlier.settled_on,
        earlier.settled_at as opened_at,
        later.settled_at as closed_at
    from persons as earlier
    inner join persons as later
        on
            earlier.fixmedins_code = later.fixmedins_code
            and earlier.settled_on = later.settled_on
            and earlier.place
            = later.place - ({{ threshold('burst_persons', 'later.settled_on') }} - 1)
    where
        {{ seconds_between('later.settled_at', 'earlier.settled_at') }}
        <= 60 * {{ threshold('burst_minutes', 'later.settled_on') }}
),

days as (
    select
        persons.fixmedins_code,
        persons.settled_on,
        count(*) as persons,
        sum(persons.medfee_sumamt) as amount,
        min(persons.settled_at) as first_at,
        max(persons.settled_at) as last_at,
        count(*) over (partition by persons.fixmedins_code) as days
    from persons
    where
        exists (
            select 1
            from bursts
            where
                persons.fixmedins_code = bursts.fixmedins_code
                and persons.settled_on = bursts.settled_on
                and persons.settled_at between bursts.opened_at and bursts.closed_at
        )
    group by persons.fixmedins_code, persons.settled_on
)

select
    fixmedins_code,
    cast(null as text) as practitioner_code,
    cast(null as text) as subject,
    'persons_in_burst' as metric_id,
    settled_on as period_start,
    settled_on as period_end,
    persons as observed,
    {{ threshold('burst_persons', 'settled_on') }} as expected,
    cast(null as numeric(18, 4)) as spread,
    cast(null as numeric(18, 4)) as robust_z,
    cast(null as int) as peers,
    cast(amount as numeric(16, 2)) as amount,
    cast(null as text) as verdict,
    settled_on || ' 有 ' || persons || ' 人在短时间内相继结算（每 '
    || {{ number_text(threshold('burst_minutes', 'settled_on')) }} || ' 分钟 '
    || {{ number_text(threshold('burst_persons', 'settled_on')) }}
    || ' 人以上，含本数），当季共有 ' || days || ' 天如此' as signal_reason,
    {{ evidence({
        'persons': 'persons',
        'first_at': 'first_at',
        'last_at': 'last_at',
        'days': 'days'
    }) }} as evidence
from days
where days >= {{ threshold('burst_days', 'settled_on') }}
