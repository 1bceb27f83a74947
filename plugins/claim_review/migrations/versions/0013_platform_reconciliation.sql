-- Ours against the platform's, row by row, as of the last delivery by a moment.

-- Whether the platform says another amount than we do; an empty one is 0. A file without
-- the column says none.
create function review.platform_differs(
    is_ours boolean, told jsonb, key text, ours numeric
) returns boolean immutable language sql as $$
    select $1 and $2 ? $3 and coalesce(($2 ->> $3)::numeric, 0) <> coalesce($4, 0)
$$;

-- Ours are the cases that an institution has been told of, or that the platform knows.
-- A column that was not in the platform's files is not compared.
create function review.reconciliation(as_of timestamptz)
returns table (
    kind text,
    hit_id text,
    doc_suspt_id text,
    fixmedins_code text,
    batch_id text,
    ours text,
    theirs text
) stable language sql as $$
    with pairs as (
        select
            coalesce(ours.hit_id, theirs.hit_id) as hit_id,
            theirs.doc_suspt_id,
            coalesce(ours.fixmedins_code, theirs.told ->> 'medins_id') as fixmedins_code,
            ours.batch_id,
            ours.hit_id is not null as is_ours,
            theirs.told is not null as is_theirs,
            ours.step,
            theirs.told,
            (ours.reviewed).amount as first_amount,
            coalesce((ours.notice).amount, (ours.agreed).amount) as confirmed_amount,
            (ours.decided).amount as final_amount,
            (ours.settled).fund_amount as deducted_amount,
            ours.repaid_amount,
            review.day_of(ours.due_at - interval '1 second') as due_day
        from review.platform_cases($1) as ours
        full join (
            -- A case that was dispatched anew there is what it is there now.
            select distinct on (coalesce(told.hit_id, told.doc_suspt_id)) told.*
            from review.platform_told($1) as told
            order by coalesce(told.hit_id, told.doc_suspt_id), told.told_at desc,
                told.doc_suspt_id desc
        ) as theirs
            on ours.hit_id = theirs.hit_id
        where theirs.told is not null or ours.batch_id is not null
    )

    select
        checks.kind, pairs.hit_id, pairs.doc_suspt_id, pairs.fixmedins_code,
        pairs.batch_id, checks.ours, checks.theirs
    from pairs
    cross join lateral (
        values
        (1, 'ONLY_OURS', not is_theirs, step, null),
        (2, 'ONLY_PLATFORM', not is_ours, null, told ->> 'supn_suspt_stas'),
        (
            3, 'STATE', is_ours and told ->> 'supn_suspt_stas' <> step, step,
            told ->> 'supn_suspt_stas'
        ),
        (
            4, 'FIRST_AMOUNT',
            review.platform_differs(is_ours, told, 'chk_vola_amt', first_amount),
            first_amount::text, told ->> 'chk_vola_amt'
        ),
        (
            5, 'CONFIRMED_AMOUNT',
            review.platform_differs(is_ours, told, 'cnfm_vola_amt', confirmed_amount),
            confirmed_amount::text, told ->> 'cnfm_vola_amt'
        ),
        (
            6, 'FINAL_AMOUNT',
            review.platform_differs(is_ours, told, 'finl_vola_amt', final_amount),
            final_amount::text, told ->> 'finl_vola_amt'
        ),
        (
            7, 'DEDUCTED_AMOUNT',
            review.platform_differs(is_ours, told, 'vola_det_amt', deducted_amount),
            deducted_amount::text, told ->> 'vola_det_amt'
        ),
        (
            8, 'REPAID_AMOUNT',
            review.platform_differs(is_ours, told, 'rvis_amt', repaid_amount),
            repaid_amount::text, told ->> 'rvis_amt'
        ),
        (
            9, 'DEADLINE',
            is_ours and told ? 'appl_ddln'
            and left(told ->> 'appl_ddln', 10) is distinct from due_day::text,
            due_day::text, left(told ->> 'appl_ddln', 10)
        )
    ) as checks (place, kind, is_so, ours, theirs)
    where checks.is_so
    order by checks.place, pairs.fixmedins_code, pairs.hit_id, pairs.doc_suspt_id
$$;
