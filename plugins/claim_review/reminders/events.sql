-- Events that institutions have to hear of, each once per case.
with event_kind (event, kind) as (
    values
    ('dispatch', 'DISPATCHED'),
    ('request_supplement', 'SUPPLEMENT_ASKED'),
    ('opinion', 'OPINION'),
    ('panel_opinion', 'OPINION'),
    ('final_confirm', 'FINAL'),
    ('final_clear', 'FINAL'),
    ('reconsider_confirm', 'RECONSIDERED'),
    ('reconsider_clear', 'RECONSIDERED'),
    ('recall', 'WITHDRAWN'),
    ('void', 'WITHDRAWN')
),

-- Who else hears of it (process notes §5.1).
audience (kind, roles) as (
    values
    ('DISPATCHED', '{COUNTY_BUREAU}'::text[]),
    ('DUE_CHANGED', '{COUNTY_BUREAU}'),
    ('SUPPLEMENT_ASKED', '{APPEAL_REVIEWER}'),
    ('OPINION', '{COUNTY_BUREAU}'),
    ('FINAL', '{COUNTY_BUREAU}'),
    ('RECONSIDERED', '{COUNTY_BUREAU}'),
    ('WITHDRAWN', '{COUNTY_BUREAU}')
),

happened as (
    select event_kind.kind, coalesce(cases.due_day, cases.event_day) as about_day, cases.*
    from now_case as cases
    inner join event_kind on cases.event = event_kind.event
    -- What is taken back before it was dispatched is no matter of the institution.
    where event_kind.kind <> 'WITHDRAWN' or cases.from_state >= 'S40'
    union all
    select 'DUE_CHANGED', cases.due_day, cases.*
    from now_case as cases
    where cases.state in ('S40', 'S55', 'S80') and cases.due_day > cases.first_due_day
),

untold as (
    select happened.*
    from happened
    where
        happened.batch_id is not null
        and not exists (
            select
            from review.reminder_case as told
            where
                told.kind = happened.kind
                and told.hit_id = happened.hit_id
                and told.seq = happened.seq
                and (
                    told.about_day = happened.about_day
                    -- A later last day is told as such.
                    or happened.kind <> 'DUE_CHANGED'
                )
        )
),

rule_count as (
    select
        untold.kind, untold.batch_id, untold.about_day,
        jsonb_agg(
            jsonb_build_array(untold.rule_name, untold.cases)
            order by untold.cases desc, untold.rule_name
        ) as rules
    from (
        select
            untold.kind, untold.batch_id, untold.about_day,
            coalesce(rules.rule_name, untold.rule_id) as rule_name,
            count(*) as cases
        from untold
        left join marts.dim_rule as rules on untold.rule_id = rules.rule_id
        where untold.kind = 'DISPATCHED'
        group by 1, 2, 3, 4
    ) as untold
    group by 1, 2, 3
),

item as (
    select
        untold.kind, untold.batch_id as object_id, untold.fixmedins_code, untold.region,
        untold.about_day, max(untold.due_version) as due_version, null::integer as shift,
        jsonb_build_object(
            'cases', count(*),
            'amount', sum(untold.amount)::text,
            'fund_amount', sum(untold.fund_amount)::text,
            'cleared', count(*) filter (where untold.state = 'S95'),
            'lowered', count(*) filter (
                where untold.event = any('{opinion,panel_opinion}')
                and untold.amount < (
                    select said.amount
                    from review.event as said
                    where
                        said.hit_id = untold.hit_id
                        and said.seq < untold.seq
                        and said.event = 'dispatch'
                    order by said.seq desc
                    limit 1
                )
            ),
            'first_due_day', max(untold.first_due_day),
            'is_confirmed', bool_and(untold.is_confirmed),
            'rules', (array_agg(rule_count.rules))[1],
            'given_back', sum(given_back.amount)::text,
            'given_back_in', max(given_back.month),
            'causes', array_agg(distinct given_back.cause order by given_back.cause)
                filter (where given_back.cause is not null)
        ) as facts,
        max(untold.due_at) as due_at,
        bool_or(untold.is_provisional) as is_provisional,
        array_agg(untold.hit_id order by untold.hit_id) as hit_ids,
        array_agg(untold.seq order by untold.hit_id) as seqs
    from untold
    left join rule_count
        on
            untold.kind = rule_count.kind
            and untold.batch_id = rule_count.batch_id
            and untold.about_day = rule_count.about_day
    -- What goes back to the institution with a case that a review no longer finds.
    left join lateral (
        select
            proposed.cause, ended.reversed_month as month,
            nullif(ended.reversed_amount, 0) as amount
        from review.event as said
        inner join review.follow_up_end as ended
            on said.payload ->> 'follow_up_id' = ended.follow_up_id::text
        inner join review.follow_up as proposed
            on ended.follow_up_id = proposed.follow_up_id
        where
            said.hit_id = untold.hit_id
            and said.seq = untold.seq
            and untold.kind = 'WITHDRAWN'
    ) as given_back on true
    group by
        untold.kind, untold.batch_id, untold.fixmedins_code, untold.region,
        untold.about_day
)

select
    item.kind, item.object_id, item.fixmedins_code, item.region,
    audience.roles, null as holder,
    item.about_day, item.due_version, item.shift,
    item.facts
    || jsonb_build_object(
        'region', item.region,
        'due_at', item.due_at,
        'is_provisional', item.is_provisional,
        'remaining', review.workdays_between(
            item.region, %(today)s, review.day_of(item.due_at - interval '1 second')
        )
    ) as facts,
    item.hit_ids, item.seqs
from item
inner join audience on item.kind = audience.kind
order by item.fixmedins_code, item.about_day, item.kind, item.object_id, item.shift
