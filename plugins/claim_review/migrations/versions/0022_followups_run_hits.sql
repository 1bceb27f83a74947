-- The hits and rules of each finished review; marts.fct_rule_hits has the last one's only.

create table review.run_rule (
    run_id text not null references review.run on delete cascade,
    rule_id text not null,
    rule_status text not null,
    rule_version text not null,
    card_sha256 text not null,
    lists text[] not null,
    primary key (run_id, rule_id)
);
comment on table review.run_rule is 'The rules that a review judged by, as they were then.';
comment on column review.run_rule.card_sha256 is
'Hash over what decides besides the text: status, verdict, dates, scope, thresholds.';

create table review.run_hit (
    run_id text not null references review.run on delete cascade,
    quarter text not null,
    hit_id text not null,
    rule_id text not null,
    rule_version text not null,
    rule_status text not null,
    verdict text not null,
    is_case boolean not null,
    kp_id text,
    setl_id text not null,
    mdtrt_id text,
    bkkp_sn text,
    fixmedins_code text not null,
    hit_fee_amount numeric(16, 2) not null,
    hit_fund_amount numeric(16, 2) not null,
    attributed_fund_amount numeric(16, 2) not null,
    line_fund_cap numeric(16, 2) not null,
    settlement_fund_cap numeric(16, 2) not null,
    knowledge_release text not null,
    primary key (run_id, hit_id)
);
comment on table review.run_hit is
'All hits of each finished review, in yuan: what a report of it told stays provable.';
comment on column review.run_hit.is_case is 'Whether people decide on it.';

-- Takes out what the warehouse holds now as what this review has found; returns how many
-- hits that are. Doing it again for the same review replaces it.
create function review.keep_hits(run_id text) returns bigint language plpgsql as $$
declare
    kept bigint;
begin
    delete from review.run_rule as old where old.run_id = $1;
    delete from review.run_hit as old where old.run_id = $1;
    insert into review.run_rule
    select
        $1,
        rules.rule_id,
        rules.status,
        rules.sql_sha256,
        encode(
            sha256(
                convert_to(
                    jsonb_build_array(
                        rules.status, rules.verdict, rules.grain, rules.amount_method,
                        rules.effective_from, rules.effective_to, rules.priority,
                        rules.look_back_days, rules.scenes, rules.levels, rules.funds,
                        rules.needs, rules.lists,
                        (
                            select
                                jsonb_agg(
                                    jsonb_build_array(
                                        limits.threshold_id, limits.value,
                                        limits.valid_from, limits.valid_to
                                    )
                                    order by limits.threshold_id, limits.valid_from
                                )
                            from lists.thresholds as limits
                            where limits.threshold_id = any(rules.thresholds)
                        )
                    )::text,
                    'UTF8'
                )
            ),
            'hex'
        ),
        rules.lists
    from marts.dim_rule as rules;
    insert into review.run_hit
    select
        $1, hits.quarter, hits.hit_id, hits.rule_id, hits.rule_version, hits.rule_status,
        hits.verdict, hits.is_case, hits.kp_id, hits.setl_id, hits.mdtrt_id, hits.bkkp_sn,
        hits.fixmedins_code, hits.hit_fee_amount, hits.hit_fund_amount,
        hits.attributed_fund_amount, hits.line_fund_cap, hits.settlement_fund_cap,
        hits.knowledge_release
    from marts.fct_rule_hits as hits
    inner join review.run on hits.quarter = run.quarter
    where run.run_id = $1;
    get diagnostics kept = row_count;
    return kept;
end
$$;

-- A warehouse that was in use before still has the hits of each quarter's last review.
do $$
declare
    newest record;
begin
    if to_regclass('marts.fct_rule_hits') is null then
        return;
    end if;
    for newest in
        select distinct on (run.quarter) run.run_id, run.status
        from review.run
        order by run.quarter, run.started_at desc
    loop
        if newest.status = 'reviewed' then
            update review.run as run set
                newest_load = (
                    select coalesce(max(batch.load_number), 0)
                    from raw.batch
                    where batch.status = 'loaded' and batch.loaded_at <= run.started_at
                )
            where run.run_id = newest.run_id and run.newest_load is null;
            perform review.keep_hits(newest.run_id);
        end if;
    end loop;
end
$$;
