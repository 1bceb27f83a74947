-- How figures count what a review no longer finds. Where it was gone before anybody had
-- decided anything, people had nothing to decide: it is no case of theirs while the proposal
-- to close it stands or was followed. What the source took back later is no fault of a rule.
alter function review.case_outcomes_at rename to all_case_outcomes_at;

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
    dispatch_to_final_workdays integer,
    is_taken_back boolean
) stable language sql as $$
    select
        outcomes.*,
        outcomes.is_void
        and coalesce(voided.payload ->> 'cause' in ('reversal', 'late_rows'), false)
    from review.all_case_outcomes_at($1) as outcomes
    left join lateral (
        select happened.payload
        from review.event as happened
        where
            happened.hit_id = outcomes.hit_id
            and happened.event = 'void'
            and happened.occurred_at <= $1
    ) as voided on outcomes.is_void
    where
        outcomes.is_reviewed_first
        or outcomes.is_reviewed_second
        or outcomes.is_dispatched
        or not exists (
            select
            from review.follow_up as proposed
            left join review.follow_up_end as ended
                on
                    proposed.follow_up_id = ended.follow_up_id
                    and ended.ended_at <= $1
            where
                proposed.hit_id = outcomes.hit_id
                and proposed.is_vanished
                and proposed.proposed_at <= $1
                and coalesce(ended.outcome, 'AGREED') = 'AGREED'
        )
$$;
comment on function review.case_outcomes_at is
'As review.all_case_outcomes_at, without cases whose hit was gone before anybody decided.
is_taken_back: void because the source was reversed or corrected, no fault of the rule.';

-- Two places of 300 lines change: what was taken back is not held against its rule.
do $$
declare
    text_before text := pg_get_functiondef('review.process_kpis_at'::regproc);
    text_after text := replace(
        text_before, 'cases.is_void)', '(cases.is_void and not cases.is_taken_back))'
    );
begin
    text_after := replace(
        text_after, 'or cases.is_cleared_second or cases.is_void',
        'or cases.is_cleared_second or (cases.is_void and not cases.is_taken_back)'
    );
    if length(text_after) - length(text_before) <> 2 * length('( and not cases.is_taken_back)')
    then
        raise exception 'review.process_kpis_at is not the one of 0018';
    end if;
    execute text_after;
end
$$;
