-- What reviewers, the agency and the operator have to hear: their own deadlines, and what
-- keeps the calendar or the mail from working.
with owner (state, role) as (
    values
    ('S10', 'REVIEWER1'),
    ('S20', 'REVIEWER2'),
    ('S30', 'DISPATCHER'),
    ('S50', 'APPEAL_REVIEWER'),
    ('S60', 'PANEL_SECRETARY'),
    ('S70', 'AGENCY'),
    ('S85', 'AGENCY'),
    ('S91', 'AGENCY'),
    ('S97', 'AGENCY'),
    ('S98', 'AGENCY')
),

-- A case that is in a workbook is the matter of who has the workbook, until it is overdue.
stage as (
    select
        cases.state, owner.role, cases.region,
        case when cases.due_at >= %(as_of)s then held.recipient end as holder,
        cases.due_day,
        cases.due_at < %(as_of)s as is_overdue,
        count(*) as cases,
        sum(cases.fund_amount) as fund_amount,
        max(cases.due_version) as due_version,
        max(cases.due_at) as due_at,
        bool_or(cases.is_provisional) as is_provisional,
        bool_and(cases.is_confirmed) as is_confirmed
    from now_case as cases
    inner join owner on cases.state = owner.state
    left join lateral (
        select workbook.recipient
        from review.workbook_row as sent
        inner join review.workbook using (workbook_id)
        where
            sent.hit_id = cases.hit_id
            and sent.seq = cases.seq
            and workbook.issued_at <= %(as_of)s
            -- Ballots are with experts, the case is not.
            and exists (
                select
                from review.staff_at(%(as_of)s) as staff
                where staff.person_id = workbook.recipient and staff.role = owner.role
            )
        order by workbook.issued_at desc, workbook.workbook_id
        limit 1
    ) as held on true
    where cases.due_day is not null
    group by 1, 2, 3, 4, 5, 6
),

shifted as (
    select
        stage.*,
        setting.confirmed_by is not null as is_setting_confirmed,
        (
            select max(shift)
            from unnest(string_to_array(setting.value, ',')::integer[]) as shift
            where
                (shift > 0) = stage.is_overdue
                and review.add_workdays(stage.region, stage.due_day, shift) <= %(today)s
        ) as shift
    from stage
    cross join lateral review.parameter_of('remind_stage', stage.region, %(today)s) as setting
),

item as (
    select
        'STAGE' as kind,
        concat_ws(' ', state, region, holder) as object_id,
        region,
        case
            when shift > 4 then '{AGENCY_LEADER}'::text[]
            when shift > 2 then '{AGENCY}'
            when shift > 0 then '{LEAD}'
            else array[role, 'LEAD']
        end as roles,
        case when shift <= 0 then holder end as holder,
        due_day as about_day,
        due_version,
        shift,
        jsonb_build_object(
            'state', state, 'state_name', state_name, 'cases', cases,
            'fund_amount', fund_amount::text, 'region', region,
            'due_at', due_at, 'is_provisional', is_provisional,
            'remaining', review.workdays_between(region, %(today)s, due_day),
            'is_confirmed', is_confirmed and is_setting_confirmed
        ) as facts
    from shifted
    inner join review.state using (state)
    where shift is not null
    union all
    -- The notice comes in November; from then on every week without it is told.
    select
        'CALENDAR', year.next::text, '623000', '{OPERATOR,LEAD}', null,
        date_trunc('week', %(today)s::date)::date, null, 0,
        jsonb_build_object('year', year.next)
    from (select extract(year from %(today)s::date)::integer + 1 as next) as year
    where
        extract(month from %(today)s::date) >= 11
        and not exists (
            select
            from review.workday
            where region = '000000' and day = make_date(year.next, 1, 1) and not is_provisional
        )
    union all
    select
        'PROVISIONAL_DUE', extract(year from cases.due_day)::text, '623000',
        '{OPERATOR,LEAD}', null, %(today)s::date, null, 0,
        jsonb_build_object('cases', count(*), 'first_due_day', min(cases.due_day))
    from now_case as cases
    where
        cases.is_provisional
        and review.add_workdays(cases.region, cases.due_day, -10) <= %(today)s
    group by extract(year from cases.due_day)
    union all
    select
        'MAIL', mail.dedupe_key, '623000', '{OPERATOR}', null, told.day, null, 0,
        jsonb_build_object('status', mail.status)
    from notify.outbox as mail
    inner join (
        select distinct dedupe_key, day from review.reminder where day < %(today)s
    ) as told on mail.dedupe_key = told.dedupe_key
    where mail.status in ('failed', 'uncertain', 'cancelled')
)

select
    item.kind, item.object_id, null as fixmedins_code, item.region, item.roles,
    item.holder, item.about_day, item.due_version, item.shift, item.facts,
    null::text[] as hit_ids, null::integer[] as seqs
from item
where
    not exists (
        select
        from review.reminder as told
        where
            told.kind = item.kind
            and told.object_id = item.object_id
            and told.about_day = item.about_day
            and told.shift = item.shift
    )
order by item.about_day, item.kind, item.object_id, item.shift
