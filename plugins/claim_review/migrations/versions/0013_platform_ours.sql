-- Our cases as the platform's tables have them, at any moment.

-- The platform's columns know fewer steps than the procedure: between an appeal and the
-- final decision only the panel, after it only the deduction.
create function review.platform_step(state text) returns text immutable language sql as $$
    select case
        when $1 = 'S10' then 'FIRST_REVIEW'
        when $1 = 'S20' then 'SECOND_REVIEW'
        when $1 = 'S30' then 'TO_DISPATCH'
        when $1 = 'S40' then 'DISPATCHED'
        when $1 = 'S60' then 'PANEL'
        when $1 in ('S50', 'S55', 'S70', 'S98') then 'FINAL_REVIEW'
        when $1 in ('S80', 'S85', 'S90', 'S91') then 'DECIDED'
        when $1 = 'S92' then 'SETTLED'
        when $1 = 'S95' then 'CLEARED'
        when $1 = 'S96' then 'VOID'
        when $1 in ('S97', 'S99') then 'TRANSFERRED'
    end
$$;

-- The last event of a case after a number and by a moment that is one of these.
create function review.last_event_by(
    hit_id text, as_of timestamptz, after integer, variadic names text[]
) returns review.event stable language sql as $$
    select happened
    from review.event as happened
    where
        happened.hit_id = $1
        and happened.occurred_at <= $2
        and happened.seq > $3
        and happened.event = any($4)
    order by happened.seq desc
    limit 1
$$;

-- The notice (review.notice) that stood at a moment.
create function review.notice_at(hit_id text, as_of timestamptz)
returns review.event stable language sql as $$
    select happened
    from review.event as happened
    where
        happened.hit_id = $1
        and happened.event = 'dispatch'
        and happened.occurred_at <= $2
        and not exists (
            select
            from review.event as later
            where
                later.hit_id = $1
                and later.seq > happened.seq
                and later.occurred_at <= $2
                and (
                    later.event = 'recall'
                    or (later.event = 'reopen' and later.to_state = 'S20')
                )
        )
    order by happened.seq desc
    limit 1
$$;

-- One row per case: the step it was at, and the events that fill the platform's columns.
create function review.platform_cases(as_of timestamptz)
returns table (
    hit_id text,
    fixmedins_code text,
    state text,
    step text,
    changed_at timestamptz,
    batch_id text,
    reviewed review.event,
    agreed review.event,
    notice review.event,
    answered review.event,
    escalated review.event,
    advised review.event,
    decided review.event,
    settled review.event,
    repaid_amount numeric,
    due_at timestamptz
) stable language sql as $$
    select
        last.hit_id, hits.fixmedins_code, last.to_state,
        review.platform_step(last.to_state), last.occurred_at,
        sent.payload ->> 'batch_id',
        reviewed, agreed, notice, answered, escalated, advised, decided, settled,
        -- What was deducted and then decided lower is paid back.
        case
            when decided.seq > settled.seq and decided.fund_amount < settled.fund_amount
                then settled.fund_amount - decided.fund_amount
        end,
        (
            select clock.due_at
            from review.deadline as clock
            where
                clock.hit_id = last.hit_id
                and clock.event_seq = notice.seq
                and clock.changed_at <= $1
            order by clock.version desc
            limit 1
        )
    from (
        select distinct on (happened.hit_id) happened.*
        from review.event as happened
        where happened.occurred_at <= $1
        order by happened.hit_id, happened.seq desc
    ) as last
    inner join review.hit as hits on last.hit_id = hits.hit_id
    cross join lateral review.last_event_by(
        last.hit_id, $1, 0, 'first_suspect', 'first_clear'
    ) as reviewed
    cross join lateral review.last_event_by(
        last.hit_id, $1, coalesce(reviewed.seq, 0), 'second_agree', 'second_clear'
    ) as agreed
    -- A case that was recalled is still of the batch that it went out with.
    cross join lateral review.last_event_by(last.hit_id, $1, 0, 'dispatch') as sent
    cross join lateral review.notice_at(last.hit_id, $1) as notice
    cross join lateral review.last_event_by(
        last.hit_id, $1, notice.seq, 'accept', 'deem_accept', 'appeal'
    ) as answered
    cross join lateral review.last_event_by(
        last.hit_id, $1, notice.seq, 'escalate_panel'
    ) as escalated
    cross join lateral review.last_event_by(
        last.hit_id, $1, notice.seq, 'panel_opinion'
    ) as advised
    cross join lateral review.last_event_by(
        last.hit_id, $1, notice.seq, 'final_confirm', 'final_clear', 'reconsider_confirm',
        'reconsider_clear'
    ) as decided
    cross join lateral review.last_event_by(
        last.hit_id, $1, notice.seq, 'settle'
    ) as settled
$$;

-- A moment as the platform writes it: the bureau's clock, no zone.
create function review.platform_time(moment timestamptz)
returns timestamp immutable language sql as $$
    select $1 at time zone 'Asia/Shanghai'
$$;

-- The tables have no column for a reason code: it goes before the words.
create function review.platform_words(reason_code text, words text)
returns text immutable language sql as $$
    select nullif(concat_ws('｜', $1, $2), '')
$$;

-- The number of a 单据: one settlement, one dispatch. What waits for it has none yet.
create function review.platform_document(
    setl_id text, batch_id text, dispatched_at timestamptz
) returns text immutable language sql as $$
    select left(
        encode(
            sha256(
                convert_to(
                    concat_ws('|', 'doc', $1, $2, $3 at time zone 'UTC'), 'UTF8'
                )
            ),
            'hex'
        ),
        32
    )
$$;
