-- When a quarter is closed, and the quarters of a range.

create function review.is_closed(quarter text) returns boolean
stable language sql as $$
    select exists (
        select
        from notify.publication_decision as decision
        where decision.kind = 'quarter' and decision.period = $1 and decision.is_approved
    )
$$;
comment on function review.is_closed(text) is
'Whether a person has let a version of the quarter''s report leave the house. Published alone, or
released by nobody''s word as in the demo, it is still open.';

create function review.quarters_between(from_quarter text, to_quarter text)
returns table (quarter text) immutable language sql as $$
    select years.year || 'Q' || quarters.number
    from generate_series(left($1, 4)::integer, left($2, 4)::integer) as years (year)
    cross join generate_series(1, 4) as quarters (number)
    where years.year || 'Q' || quarters.number between $1 and $2
    order by 1
$$;
