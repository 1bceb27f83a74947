-- Who may be given a case, and what speaks for a panel, before anybody tries it.

-- Four eyes: whether the guards would refuse a decision of this person on a case.
create function review.had_a_hand(hit_id text, state text, person_id text)
returns boolean stable language sql as $$
    select case $2
        when 'S20' then review.acted($1, $3, 'first_suspect', 'first_clear')
        when 'S50' then review.acted(
            $1, $3, 'first_suspect', 'first_clear', 'second_agree', 'second_clear',
            'second_return'
        )
        when 'S70' then exists (
            select
            from review.dispatch_batch as batch
            where
                batch.batch_id = review.written(review.notice($1), 'batch_id')
                and batch.approved_by = $3
        )
        when 'S85' then coalesce(
            (review.last_event($1, 0, 'final_confirm')).actor_id = $3, false
        )
        else false
    end
$$;

-- §1.4: the grounds for a panel that the case itself shows. An institution's wish is none
-- of them: it is in its letter.
create function review.panel_grounds(hit_id text, as_of timestamptz)
returns text[] stable language sql as $$
    select
        array_remove(
            array[
                case when hits.rule_class = 'medical' then 'CLINICAL' end,
                case
                    when
                        coalesce(appeal.amount, notice.amount) >= (
                            review.parameter_of('panel_amt', hits.region, review.day_of($2))
                        ).value::numeric
                        then 'AMOUNT'
                end,
                case
                    when review.overturn_rate(hits.rule_id, hits.quarter) >= 0.30
                        then 'OVERTURNED_OFTEN'
                end,
                case when review.reviewers_disagreed(hits.hit_id) then 'DISAGREED' end
            ],
            null
        )
    from review.hit as hits
    cross join lateral review.notice(hits.hit_id) as notice
    cross join lateral review.last_event(
        hits.hit_id, coalesce(notice.seq, 0), 'appeal'
    ) as appeal
    where hits.hit_id = $1
$$;

-- §1.4 proposes a panel on five grounds; who escalates names one that holds.
create or replace function review.guard_escalation(said review.event, hit review.hit)
returns review.event language plpgsql as $$
declare
    ground text := review.written(said, 'ground');
begin
    if not coalesce(
        ground = any(review.panel_grounds(said.hit_id, said.occurred_at))
        or (ground = 'REQUESTED' and review.written(said, 'comment') is not null),
        false
    ) then
        perform review.refuse_event(
            said, 'CR-117',
            'CLINICAL, AMOUNT, OVERTURNED_OFTEN, REQUESTED (with a comment) or DISAGREED,'
            ' and it must be so (payload.ground)'
        );
    end if;
    return said;
end
$$;

-- Why an institution may not object (复议) to a decision, whatever it brings: it never
-- answered (DEEMED), or all rounds are used up (ROUNDS); null where it may.
create function review.objection_closed(hit_id text, as_of timestamptz)
returns text stable language sql as $$
    select
        case
            when
                review.count_events(hits.hit_id, notice.seq, 'appeal', 'reconsider')
                >= (
                    review.parameter_of('max_rounds', hits.region, review.day_of($2))
                ).value::numeric
                then 'ROUNDS'
            when
                review.count_events(hits.hit_id, notice.seq, 'deem_accept') > 0
                and not (
                    review.parameter_of(
                        'allow_reconsider_deemed', hits.region, review.day_of($2)
                    )
                ).value::boolean
                then 'DEEMED'
        end
    from review.hit as hits
    cross join lateral review.notice(hits.hit_id) as notice
    where hits.hit_id = $1
$$;
