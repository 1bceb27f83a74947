-- What had become of each case by a moment, from the events that had happened by then.
-- A case that was taken up anew (S95 to S20) counts from there: what it was told and what
-- was decided before no longer stands.
create function review.case_outcomes_at(as_of timestamptz)
returns table (
    hit_id text,
    rule_id text,
    rule_version text,
    rule_class text,
    verdict text,
    quarter text,
    setl_id text,
    fixmedins_code text,
    region text,
    state text,
    opened_at timestamptz,
    entered_at timestamptz,
    suspected_amount numeric,
    suspected_fund_amount numeric,
    first_amount numeric,
    first_fund_amount numeric,
    dispatched_amount numeric,
    dispatched_fund_amount numeric,
    appealed_amount numeric,
    appealed_fund_amount numeric,
    final_amount numeric,
    final_fund_amount numeric,
    refused_amount numeric,
    reversed_amount numeric,
    is_reviewed_first boolean,
    is_cleared_first boolean,
    is_reviewed_second boolean,
    is_changed_second boolean,
    is_cleared_second boolean,
    is_returned boolean,
    times_returned integer,
    is_dispatched boolean,
    batch_id text,
    dispatched_at timestamptz,
    appeal_due_at timestamptz,
    appeal_closed boolean,
    is_accepted boolean,
    is_deemed boolean,
    is_appealed boolean,
    is_appeal_withdrawn boolean,
    is_appeal_decided boolean,
    is_upheld boolean,
    is_partly_upheld boolean,
    is_reconsidered boolean,
    is_final boolean,
    is_confirmed boolean,
    is_cleared_final boolean,
    is_void boolean,
    is_transferred boolean,
    decided_at timestamptz,
    overturn_reason text,
    counts_against_rule boolean,
    had_panel boolean,
    followed_panel boolean,
    first_review_workdays integer,
    second_review_workdays integer,
    appeal_review_workdays integer,
    panel_workdays integer,
    final_review_workdays integer,
    dispatch_to_final_workdays integer
) stable language sql as $$
    with reached as (
        select
            happened.hit_id,
            max(happened.seq) as last_seq,
            coalesce(
                max(happened.seq) filter (
                    where happened.event = 'reopen' and happened.to_state = 'S20'
                ), 0
            ) as anew_seq,
            coalesce(max(happened.seq) filter (where happened.event = 'recall'), 0)
                as recall_seq,
            max(happened.seq) filter (where happened.event = 'first_suspect')
                as first_seq,
            max(happened.seq) filter (where happened.event = 'dispatch')
                as dispatch_seq,
            max(happened.seq) filter (where happened.event = 'accept') as accept_seq,
            max(happened.seq) filter (where happened.event = 'deem_accept') as deem_seq,
            max(happened.seq) filter (where happened.event = 'appeal') as appeal_seq,
            max(happened.seq) filter (where happened.event = 'withdraw_appeal')
                as withdraw_seq,
            max(happened.seq) filter (where happened.event = 'opinion') as opinion_seq,
            max(happened.seq) filter (where happened.event = 'panel_opinion')
                as panel_seq,
            max(happened.seq) filter (where happened.event = 'reconsider')
                as reconsider_seq,
            max(happened.seq) filter (
                where happened.event in ('final_confirm', 'final_clear')
            ) as final_seq,
            max(happened.seq) filter (
                where happened.event in (
                    'final_confirm', 'final_clear', 'reconsider_confirm',
                    'reconsider_clear'
                )
            ) as decision_seq,
            max(happened.seq) filter (
                where happened.reason_code is not null
                and happened.event in (
                    'final_confirm', 'final_clear', 'reconsider_confirm',
                    'reconsider_clear'
                )
            ) as reason_seq,
            bool_or(happened.event in ('first_suspect', 'first_clear'))
                as is_reviewed_first,
            bool_or(
                happened.event in ('second_agree', 'second_clear', 'second_return')
            ) as is_reviewed_second,
            bool_or(happened.event in ('second_clear', 'second_return'))
                as is_refused_second,
            min(happened.amount) filter (where happened.event = 'second_agree')
                as agreed_amount,
            min(happened.fund_amount) filter (where happened.event = 'second_agree')
                as agreed_fund_amount,
            (count(*) filter (where happened.event = 'second_return'))::integer
                as times_returned
        from review.event as happened
        where happened.occurred_at <= $1
        group by happened.hit_id
    ),

    -- The dispatch that the institution was last told of, as review.notice has it now.
    standing as (
        select
            reached.*,
            case
                when reached.dispatch_seq > greatest(reached.recall_seq, reached.anew_seq)
                    then reached.dispatch_seq
            end as notice_seq
        from reached
    ),

    clocked as (
        select
            standing.*,
            notice.amount as dispatched_amount,
            notice.fund_amount as dispatched_fund_amount,
            notice.occurred_at as dispatched_at,
            notice.payload ->> 'batch_id' as batch_id,
            clock.due_at,
            -- The time belongs to the batch: it is over when the last of its cases is due.
            bool_and(clock.due_at < $1 and not clock.is_provisional) over (
                partition by notice.payload ->> 'batch_id'
            ) as is_batch_closed
        from standing
        left join review.event as notice
            on standing.hit_id = notice.hit_id and standing.notice_seq = notice.seq
        left join lateral (
            select deadline.due_at, deadline.is_provisional
            from review.deadline
            where
                deadline.hit_id = standing.hit_id
                and deadline.event_seq = standing.notice_seq
                and deadline.changed_at <= $1
            order by deadline.version desc
            limit 1
        ) as clock on true
    ),

    -- The ledger keeps no day of its own: an entry counts with the event that it was
    -- written for, the next one that was recorded; without one, after its month.
    ledger as (
        select
            entry.hit_id,
            coalesce(sum(entry.amount) filter (where entry.kind = 'REFUSE'), 0) as refused,
            coalesce(sum(entry.amount) filter (where entry.kind = 'REVERSE'), 0)
                as reversed
        from review.refusal as entry
        where
            $1 >= coalesce(
                (
                    select followed.occurred_at
                    from review.event as followed
                    where
                        followed.hit_id = entry.hit_id
                        and followed.recorded_at >= entry.recorded_at
                    order by followed.seq
                    limit 1
                ),
                (to_date(entry.statement_month, 'YYYY-MM') + interval '1 month')
                at time zone 'Asia/Shanghai'
            )
        group by entry.hit_id
    ),

    times as (
        select
            stages.hit_id,
            sum(stages.workdays) filter (where stages.state = 'S10') as first_review,
            sum(stages.workdays) filter (where stages.state = 'S20') as second_review,
            sum(stages.workdays) filter (where stages.state in ('S50', 'S55', 'S98'))
                as appeal_review,
            sum(stages.workdays) filter (where stages.state = 'S60') as panel,
            sum(stages.workdays) filter (where stages.state = 'S70') as final_review
        from review.stages_at($1) as stages
        where stages.left_at is not null
        group by stages.hit_id
    )

    select
        hits.hit_id, hits.rule_id, hits.rule_version, hits.rule_class, hits.verdict,
        hits.quarter, hits.setl_id, hits.fixmedins_code, hits.region,
        last.to_state, hits.opened_at, last.occurred_at,
        hits.amount, hits.fund_amount,
        first.amount, first.fund_amount,
        clocked.dispatched_amount, clocked.dispatched_fund_amount,
        appeal.amount, appeal.fund_amount,
        case when said.is_decided then decision.amount end,
        case when said.is_decided then decision.fund_amount end,
        coalesce(ledger.refused, 0), coalesce(ledger.reversed, 0),
        clocked.is_reviewed_first,
        last.event = 'first_clear',
        clocked.is_reviewed_second,
        clocked.is_refused_second
        or coalesce(
            clocked.agreed_amount < first.amount
            or clocked.agreed_fund_amount < first.fund_amount, false
        ),
        last.event = 'second_clear',
        clocked.times_returned > 0,
        clocked.times_returned,
        clocked.notice_seq is not null,
        clocked.batch_id,
        clocked.dispatched_at,
        clocked.due_at,
        clocked.notice_seq is not null and coalesce(clocked.is_batch_closed, false),
        coalesce(clocked.accept_seq > clocked.notice_seq, false),
        coalesce(clocked.deem_seq > clocked.notice_seq, false),
        appeal.seq is not null,
        said.is_withdrawn,
        said.is_appeal_decided,
        said.is_appeal_decided and decision.amount = 0,
        said.is_appeal_decided and decision.amount > 0 and said.is_less,
        coalesce(clocked.reconsider_seq > clocked.notice_seq, false),
        last.to_state in ('S80', 'S85', 'S90', 'S91', 'S92', 'S95', 'S96', 'S99'),
        said.is_decided and decision.amount > 0,
        said.is_decided and decision.amount = 0,
        last.to_state = 'S96',
        last.to_state in ('S97', 'S99'),
        case when said.is_decided then decision.occurred_at end,
        case when said.is_less then reason.reason_code end,
        case when said.is_less then fault.counts_against_rule end,
        panel.amount is not null,
        case
            when panel.amount is not null
                then (ruled.amount, ruled.fund_amount) = (panel.amount, panel.fund_amount)
        end,
        times.first_review::integer, times.second_review::integer,
        times.appeal_review::integer, times.panel::integer, times.final_review::integer,
        case
            when said.is_decided
                then review.workdays_between(
                    hits.region, review.day_of(clocked.dispatched_at),
                    review.day_of(decision.occurred_at)
                )
        end
    from clocked
    inner join review.hit as hits on clocked.hit_id = hits.hit_id
    inner join review.event as last
        on clocked.hit_id = last.hit_id and clocked.last_seq = last.seq
    left join review.event as first
        on clocked.hit_id = first.hit_id and clocked.first_seq = first.seq
    left join review.event as appeal
        on
            clocked.hit_id = appeal.hit_id
            and clocked.appeal_seq = appeal.seq
            and appeal.seq > clocked.notice_seq
    left join review.event as decision
        on
            clocked.hit_id = decision.hit_id
            and clocked.decision_seq = decision.seq
            and decision.seq > greatest(clocked.notice_seq, clocked.anew_seq)
    left join review.event as reason
        on
            clocked.hit_id = reason.hit_id
            and clocked.reason_seq = reason.seq
            and reason.seq > greatest(clocked.notice_seq, clocked.anew_seq)
    left join lateral (
        select known.counts_against_rule
        from review.reason_code as known
        where
            known.reason_code = reason.reason_code
            and known.used_for = 'OVERTURN'
            and known.valid_from <= review.day_of(reason.occurred_at)
        order by known.valid_from desc
        limit 1
    ) as fault on true
    -- A confirmation stands while a second round looks at it.
    cross join lateral (
        select
            decision.seq is not null
            and (
                last.to_state in ('S80', 'S85', 'S90', 'S91', 'S92')
                or last.event in ('final_clear', 'reconsider_clear')
            ) as is_decided,
            coalesce(
                clocked.withdraw_seq
                > greatest(clocked.appeal_seq, clocked.opinion_seq, clocked.panel_seq),
                false
            )
            and appeal.seq is not null as is_withdrawn
    ) as stands
    cross join lateral (
        select
            stands.is_decided,
            stands.is_withdrawn,
            stands.is_decided
            and appeal.seq is not null
            and not stands.is_withdrawn as is_appeal_decided,
            stands.is_decided
            and coalesce(
                decision.amount < clocked.dispatched_amount
                or decision.fund_amount < clocked.dispatched_fund_amount,
                decision.amount = 0
            ) as is_less
    ) as said
    -- What a panel said last before a decision, and that decision.
    left join lateral (
        select opinion.amount, opinion.fund_amount, clocked.final_seq as ruled_seq, 1 as turn
        from review.event as opinion
        where
            opinion.hit_id = clocked.hit_id
            and opinion.seq = clocked.panel_seq
            and clocked.panel_seq
            > greatest(clocked.notice_seq, clocked.anew_seq, clocked.opinion_seq)
            and clocked.final_seq > clocked.panel_seq
        union all
        select outcome.amount, outcome.fund_amount, clocked.decision_seq, 2
        from review.panel_outcome(
            decision.payload ->> 'session_id', clocked.hit_id
        ) as outcome
        where
            decision.event in ('reconsider_confirm', 'reconsider_clear')
            and outcome.amount is not null
        order by turn desc
        limit 1
    ) as panel on true
    left join review.event as ruled
        on clocked.hit_id = ruled.hit_id and panel.ruled_seq = ruled.seq
    left join ledger on clocked.hit_id = ledger.hit_id
    left join times on clocked.hit_id = times.hit_id
$$;
comment on function review.case_outcomes_at is
'One row per case that was open by then. Amounts are yuan of fee, _fund_amount what the fund
paid of it; refused_amount and reversed_amount (0 or less) are the ledger''s, in yuan of the
fund. final_amount is empty unless a decision of the agency stands. is_dispatched: told of and
not recalled. appeal_closed: the time of the whole batch is over. is_upheld and
is_partly_upheld: the appeal got all or some. is_final: an outcome stands, cleared by
reviewers, decided, void or handed over for good. overturn_reason: why less than was
dispatched. Workdays are those of finished stays.';
