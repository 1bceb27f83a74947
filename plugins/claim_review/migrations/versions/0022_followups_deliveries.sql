-- What arrived between two reviews, and about which settlements, lines and persons.

-- The batches that the later of two reviews read and the earlier one did not.
create function review.batches_between(before_run text, after_run text)
returns table (batch_id text, load_number bigint) stable language plpgsql as $$
begin
    if exists (
        select
        from unnest(array[before_run, after_run]) as asked (run_id)
        left join review.run as run on asked.run_id = run.run_id
        where run.newest_load is null
    ) then
        raise exception 'what review % or % found was not kept', before_run, after_run;
    end if;
    return query
    select batch.batch_id, batch.load_number
    from raw.batch
    where
        batch.status = 'loaded'
        and batch.load_number > (
            select run.newest_load from review.run as run where run.run_id = before_run
        )
        and batch.load_number <= (
            select run.newest_load from review.run as run where run.run_id = after_run
        );
end
$$;

-- What these batches take back. A reversal or refund names what it takes back, or is found by
-- encounter and amount, encounter and item; `kind` says by which.
create function review.taken_back_in(batch_ids text[])
returns table (kind text, key text, batch_id text) stable language plpgsql as $$
begin
    return query
    select 'settlement', came.init_setl_id, came.batch_id
    from staging.stg_setl_d as came
    where
        came.batch_id = any(batch_ids)
        and came.init_setl_id is not null
        and (came.medfee_sumamt < 0 or came.refd_setl_flag = '1')
    union all
    select
        'encounter and amount', concat_ws('|', came.mdtrt_id, abs(came.medfee_sumamt)),
        came.batch_id
    from staging.stg_setl_d as came
    where
        came.batch_id = any(batch_ids)
        and came.medfee_sumamt < 0
        and not exists (
            select
            from raw.setl_d as original
            where original.setl_id = came.init_setl_id
        )
    union all
    -- Marked as refunded, or withdrawn.
    select 'settlement', came.setl_id, came.batch_id
    from raw.setl_d as came
    where
        came.batch_id = any(batch_ids)
        and (came.vali_flag in ('0', '00', '0.0') or came.refd_setl_flag in ('1', '01', '1.0'))
        and review.is_current('setl_d', came.batch_id, came.line_number)
    union all
    select 'line', came.bkkp_sn, came.batch_id
    from raw.fee_list_d as came
    where
        came.batch_id = any(batch_ids)
        and came.vali_flag in ('0', '00', '0.0')
        and review.is_current('fee_list_d', came.batch_id, came.line_number)
    union all
    select 'line', came.init_feedetl_sn, came.batch_id
    from staging.stg_fee_list_d as came
    where
        came.batch_id = any(batch_ids)
        and came.init_feedetl_sn is not null
        and came.cnt < 0
    union all
    select
        'encounter and item', concat_ws('|', came.mdtrt_id, came.med_list_codg),
        came.batch_id
    from staging.stg_fee_list_d as came
    where
        came.batch_id = any(batch_ids)
        and came.init_feedetl_sn is null
        and came.cnt < 0;
end
$$;

-- Whether no later version of a delivered row has come.
create function review.is_current(table_name text, batch_id text, line_number bigint)
returns boolean stable language sql as $$
    select not exists (
        select
        from raw.row_superseded as later
        where
            later.table_name = $1 and later.batch_id = $2 and later.line_number = $3
    )
$$;

-- Whose rows came in these batches.
create function review.delivered_in(batch_ids text[])
returns table (kind text, key text, batch_id text) stable language sql as $$
    select 'settlement', came.setl_id, came.batch_id
    from raw.setl_d as came
    where came.batch_id = any($1)
    union all
    select 'line', came.bkkp_sn, came.batch_id
    from raw.fee_list_d as came
    where came.batch_id = any($1)
    union all
    select 'encounter', came.mdtrt_id, came.batch_id
    from raw.mdtrt_d as came
    where came.batch_id = any($1)
    union all
    select distinct 'person', came.psn_no, came.batch_id
    from raw.setl_d as came
    where came.batch_id = any($1)
    union all
    select distinct 'person', came.psn_no, came.batch_id
    from raw.fee_list_d as came
    where came.batch_id = any($1)
$$;
