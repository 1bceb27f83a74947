-- How the hits of a quarter differ between two of its reviews, and why.

-- The causes, the most certain first: a reversal of the very settlement or line; rows that
-- were not there before; another text or card of the rule; other points of its lists; rows
-- about the same encounter or person; and what else can be: another release, any batch, or
-- models that all rules share.
create function review.hit_changes(before_run text, after_run text)
returns table (
    hit_id text,
    rule_id text,
    fixmedins_code text,
    setl_id text,
    bkkp_sn text,
    change text,
    verdict_before text,
    verdict_after text,
    is_case_before boolean,
    is_case_after boolean,
    fee_amount_before numeric,
    fee_amount_after numeric,
    fund_amount_before numeric,
    fund_amount_after numeric,
    attributed_before numeric,
    attributed_after numeric,
    cause text,
    batch_id text
) stable language plpgsql as $$
declare
    batches text[];
    newest_batch text;
begin
    if (select count(distinct run.quarter) from review.run as run where run.run_id in ($1, $2)) > 1
    then
        raise exception 'reviews % and % are of different quarters', $1, $2;
    end if;
    select
        coalesce(array_agg(came.batch_id), '{}'),
        (array_agg(came.batch_id order by came.load_number desc))[1]
    into batches, newest_batch
    from review.batches_between($1, $2) as came;

    return query
    with changed as (
        select
            old as before_hit,
            new as after_hit,
            coalesce(new.hit_id, old.hit_id) as hit_id,
            coalesce(new.rule_id, old.rule_id) as rule_id,
            coalesce(new.kp_id, old.kp_id) as kp_id,
            coalesce(new.setl_id, old.setl_id) as setl_id,
            coalesce(new.bkkp_sn, old.bkkp_sn) as bkkp_sn,
            coalesce(new.mdtrt_id, old.mdtrt_id) as mdtrt_id,
            coalesce(new.fixmedins_code, old.fixmedins_code) as fixmedins_code
        from (select * from review.run_hit as hits where hits.run_id = $1) as old
        full join (select * from review.run_hit as hits where hits.run_id = $2) as new
            on old.hit_id = new.hit_id
        where
            (
                old.verdict, old.is_case, old.hit_fee_amount, old.hit_fund_amount,
                old.attributed_fund_amount, old.line_fund_cap, old.settlement_fund_cap
            ) is distinct from (
                new.verdict, new.is_case, new.hit_fee_amount, new.hit_fund_amount,
                new.attributed_fund_amount, new.line_fund_cap, new.settlement_fund_cap
            )
    ),

    -- By what a delivered row can be about a hit.
    keys as (
        select changed.hit_id, found.kind, found.key
        from changed
        left join lateral (
            select raw_row.psn_no, raw_row.medfee_sumamt
            from raw.setl_d as raw_row
            where raw_row.setl_id = changed.setl_id
            limit 1
        ) as settlement on true
        left join lateral (
            select coalesce(raw_row.med_list_codg, raw_row.hilist_code) as item
            from raw.fee_list_d as raw_row
            where raw_row.bkkp_sn = changed.bkkp_sn
            limit 1
        ) as line on true
        cross join lateral (
            values
            ('settlement', changed.setl_id),
            ('line', changed.bkkp_sn),
            ('encounter', changed.mdtrt_id),
            ('person', settlement.psn_no),
            (
                'encounter and amount',
                changed.mdtrt_id || '|' || settlement.medfee_sumamt::numeric(16, 2)
            ),
            ('encounter and item', changed.mdtrt_id || '|' || line.item)
        ) as found (kind, key)
        where found.key is not null
    ),

    taken_back as (
        select distinct on (keys.hit_id) keys.hit_id, came.batch_id
        from review.taken_back_in(batches) as came
        inner join keys using (kind, key)
        inner join raw.batch on came.batch_id = batch.batch_id and batch.status = 'loaded'
        order by keys.hit_id, batch.load_number desc
    ),

    delivered as (
        select
            keys.hit_id,
            (array_agg(came.batch_id order by batch.load_number desc))[1] as batch_id,
            bool_or(
                case keys.kind
                    when 'settlement' then not review.was_delivered('setl_d', keys.key, batches)
                    when 'line' then not review.was_delivered('fee_list_d', keys.key, batches)
                    else false
                end
            ) as is_new
        from review.delivered_in(batches) as came
        inner join keys using (kind, key)
        inner join raw.batch on came.batch_id = batch.batch_id and batch.status = 'loaded'
        group by keys.hit_id
    )

    select
        changed.hit_id,
        changed.rule_id,
        changed.fixmedins_code,
        changed.setl_id,
        changed.bkkp_sn,
        case
            when (changed.before_hit).hit_id is null then 'appeared'
            when (changed.after_hit).hit_id is null then 'vanished'
            else 'changed'
        end,
        (changed.before_hit).verdict,
        (changed.after_hit).verdict,
        (changed.before_hit).is_case,
        (changed.after_hit).is_case,
        (changed.before_hit).hit_fee_amount,
        (changed.after_hit).hit_fee_amount,
        (changed.before_hit).hit_fund_amount,
        (changed.after_hit).hit_fund_amount,
        (changed.before_hit).attributed_fund_amount,
        (changed.after_hit).attributed_fund_amount,
        why.cause,
        case why.cause
            when 'reversal' then taken_back.batch_id
            when 'late_rows' then coalesce(delivered.batch_id, newest_batch)
        end
    from changed
    left join taken_back on changed.hit_id = taken_back.hit_id
    left join delivered on changed.hit_id = delivered.hit_id
    left join review.run_rule as old_rule
        on changed.rule_id = old_rule.rule_id and old_rule.run_id = $1
    left join review.run_rule as new_rule
        on changed.rule_id = new_rule.rule_id and new_rule.run_id = $2
    inner join review.run as old_run on old_run.run_id = $1
    inner join review.run as new_run on new_run.run_id = $2
    cross join lateral (
        select
            case
                when taken_back.hit_id is not null and (changed.before_hit).hit_id is not null
                    then 'reversal'
                when delivered.is_new and (changed.before_hit).hit_id is null then 'late_rows'
                when
                    (old_rule.rule_version, old_rule.card_sha256)
                    is distinct from (new_rule.rule_version, new_rule.card_sha256)
                    then 'rule_change'
                when
                    review.has_other_points(
                        old_run.knowledge_release, new_run.knowledge_release,
                        coalesce(new_rule.lists, old_rule.lists), changed.kp_id
                    )
                    then 'list_change'
                when delivered.hit_id is not null then 'late_rows'
                when old_run.knowledge_release <> new_run.knowledge_release then 'list_change'
                when newest_batch is not null then 'late_rows'
                else 'rule_change'
            end as cause
    ) as why
    order by changed.hit_id;
end
$$;

-- Whether a settlement or line had been delivered before these batches.
create function review.was_delivered(table_name text, key text, batch_ids text[])
returns boolean stable language sql as $$
    select case $1
        when 'setl_d' then exists (
            select
            from raw.setl_d as delivered
            where delivered.setl_id = $2 and delivered.batch_id <> all($3)
        )
        else exists (
            select
            from raw.fee_list_d as delivered
            where delivered.bkkp_sn = $2 and delivered.batch_id <> all($3)
        )
    end
$$;
