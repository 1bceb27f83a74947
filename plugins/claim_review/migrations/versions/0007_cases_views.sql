-- What others read.

create view review.hit_state as
select
    last.hit_id,
    last.to_state as state,
    last.seq,
    last.occurred_at,
    clock.due_at
from (
    select distinct on (hit_id) hit_id, to_state, seq, occurred_at
    from review.event
    order by hit_id, seq desc
) as last
left join review.deadline_now as clock
    on last.hit_id = clock.hit_id and last.seq = clock.event_seq;
comment on view review.hit_state is
'Where each case stands; due_at is empty in states without a deadline.';

create view review.quarantine_open as
select quarantine.*
from review.quarantine
where not exists (
    select
    from review.event as happened
    where
        happened.source = 'PLATFORM_IMPORT'
        and happened.source_ref = quarantine.source_ref
        and happened.hit_id = quarantine.hit_id
        and happened.event = quarantine.event
);
comment on view review.quarantine_open is
'Events of the platform that still fit nowhere; one that fitted later is gone from here.';

-- What does not hold in the chains of a case, or of all; no row is the good answer.
create function review.verify_chain(hit_id text default null)
returns table (hit_id text, seq integer, problem text) stable language sql as $$
    with linked as (
        select
            happened as said,
            lag(happened.hash) over one_case as hash_before,
            lag(happened.to_state) over one_case as state_before,
            row_number() over one_case as place
        from review.event as happened
        where happened.hit_id = $1 or $1 is null
        window one_case as (partition by happened.hit_id order by happened.seq)
    )

    select (said).hit_id, (said).seq, problem
    from linked
    cross join lateral (
        values
        ((said).hash <> review.hash_of(said), 'its content is not what was hashed'),
        ((said).prev_hash is distinct from hash_before, 'it does not follow the event before'),
        ((said).from_state is distinct from state_before, 'it does not start where the case stood'),
        ((said).seq <> place, 'an event before it is missing')
    ) as checks (is_broken, problem)
    where is_broken
$$;

-- A function, because dbt makes the mart anew when it likes and a view would hold it fast.
create function review.vanished_hits()
returns table (hit_id text, quarter text, state text) stable language plpgsql as $$
begin
    return query
    select hits.hit_id, hits.quarter, states.state
    from review.hit as hits
    inner join review.hit_state as states on hits.hit_id = states.hit_id
    inner join review.state as kinds on states.state = kinds.state
    where
        not kinds.is_terminal
        and not exists (
            select
            from marts.fct_rule_hits as found
            where found.hit_id = hits.hit_id and found.is_case
        );
end
$$;

create view review.hit_vanished as
select vanished.hit_id, vanished.quarter, vanished.state
from review.vanished_hits() as vanished;
comment on view review.hit_vanished is
'Open cases whose hit a later run no longer finds: somebody decides whether to void them.';
