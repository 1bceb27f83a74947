-- F and R figures of the cases of a quarter, as of a moment (process notes §4.5): in total
-- and by rule, rule class, class, level, county, institution and amount band, always from
-- the cases. A function with late binding, because dbt makes the marts anew.
create function review.process_kpis_at(as_of timestamptz, of_quarter text)
returns table (
    dimension text,
    code text,
    label text,
    settlements bigint,
    hits bigint,
    hits_per_1000_settlements numeric,
    suspected_amount numeric,
    suspected_fund_amount numeric,
    reviewed_first bigint,
    cleared_first bigint,
    cleared_first_rate numeric,
    reviewed_second bigint,
    cleared_second bigint,
    cleared_second_rate numeric,
    changed_second bigint,
    changed_second_rate numeric,
    dispatched bigint,
    dispatched_rate numeric,
    dispatched_amount numeric,
    dispatched_fund_amount numeric,
    windows_closed bigint,
    appealed bigint,
    appealed_in_closed bigint,
    appeal_rate numeric,
    appeal_amount_rate numeric,
    appeals_decided bigint,
    upheld bigint,
    partly_upheld bigint,
    upheld_rate numeric,
    overturned_rate numeric,
    overturned_amount_rate numeric,
    deemed bigint,
    deemed_rate numeric,
    final bigint,
    confirmed bigint,
    confirmed_rate numeric,
    final_amount numeric,
    final_fund_amount numeric,
    cleared_final bigint,
    voided bigint,
    refused_amount numeric,
    reversed_amount numeric,
    net_refused_amount numeric,
    refused_of_suspected_rate numeric,
    refused_of_dispatched_rate numeric,
    own_stages bigint,
    own_stages_overdue bigint,
    own_overdue_rate numeric,
    precision_hits bigint,
    precision_rate numeric,
    precision_low numeric,
    precision_high numeric,
    precision_is_small_sample boolean,
    precision_without_deemed_hits bigint,
    precision_without_deemed_rate numeric,
    misjudged bigint,
    misjudged_of bigint,
    misjudged_rate numeric,
    misjudged_low numeric,
    misjudged_high numeric,
    misjudged_is_small_sample boolean,
    panel_cases bigint,
    followed_panel bigint,
    followed_panel_rate numeric,
    dispatch_to_final_median numeric,
    dispatch_to_final_p90 numeric,
    days_to_new_version integer
) stable language plpgsql as $$
#variable_conflict use_column
begin
    return query
    with outcomes as (
        select cases.*, institutions.fixmedins_name, institutions.institution_class,
            institutions.hospital_level_name, institutions.county, rules.rule_name,
            coalesce(own.stages, 0) as stages,
            coalesce(own.overdue, 0) as overdue,
            cases.is_confirmed or cases.is_cleared_final
            or cases.is_cleared_first or cases.is_cleared_second or cases.is_void
                as is_judged,
            cases.is_dispatched
            and (cases.is_confirmed or cases.is_cleared_final or cases.is_void)
                as is_told_and_judged
        from review.case_outcomes_at(as_of) as cases
        left join marts.dim_institution as institutions
            on cases.fixmedins_code = institutions.fixmedins_code
        left join marts.dim_rule as rules on cases.rule_id = rules.rule_id
        left join (
            select
                hit_id,
                count(*) as stages,
                count(*) filter (where is_overdue) as overdue
            from review.stages_at(as_of)
            where is_own and quarter = of_quarter
            group by hit_id
        ) as own on cases.hit_id = own.hit_id
        where cases.quarter = of_quarter
    ),

    placed as (
        select places.dimension, places.code, places.label, outcomes.*
        from outcomes
        cross join lateral (
            values
            ('total', 'all', '全州'),
            ('rule', outcomes.rule_id, coalesce(outcomes.rule_name, outcomes.rule_id)),
            ('rule_class', outcomes.rule_class, null),
            ('class', coalesce(outcomes.institution_class, '未登记机构'), null),
            ('level', coalesce(outcomes.hospital_level_name, '未定级'), null),
            ('county', coalesce(outcomes.county, '其他地区'), null),
            (
                'institution', outcomes.fixmedins_code,
                coalesce(outcomes.fixmedins_name, outcomes.fixmedins_code)
            ),
            (
                'amount_band', review.amount_band(outcomes.suspected_fund_amount)::text,
                review.amount_band_name(
                    review.amount_band(outcomes.suspected_fund_amount)
                )
            )
        ) as places (dimension, code, label)
    ),

    summed as (
        select
            dimension,
            code,
            coalesce(min(label), code) as label,
            count(*) as hits,
            sum(suspected_amount) as suspected_amount,
            sum(suspected_fund_amount) as suspected_fund_amount,
            count(*) filter (where is_reviewed_first) as reviewed_first,
            count(*) filter (where is_cleared_first) as cleared_first,
            count(*) filter (where is_reviewed_second) as reviewed_second,
            count(*) filter (where is_cleared_second) as cleared_second,
            count(*) filter (where is_reviewed_second and is_changed_second)
                as changed_second,
            count(*) filter (where is_dispatched) as dispatched,
            coalesce(sum(dispatched_amount), 0) as dispatched_amount,
            coalesce(sum(dispatched_fund_amount), 0) as dispatched_fund_amount,
            count(*) filter (where appeal_closed) as windows_closed,
            count(*) filter (where is_appealed) as appealed,
            count(*) filter (where appeal_closed and is_appealed) as appealed_in_closed,
            review.share(
                coalesce(sum(appealed_fund_amount) filter (where appeal_closed), 0),
                sum(dispatched_fund_amount) filter (where appeal_closed)
            ) as appeal_amount_rate,
            count(*) filter (where is_appeal_decided) as appeals_decided,
            count(*) filter (where is_upheld) as upheld,
            count(*) filter (where is_partly_upheld) as partly_upheld,
            review.share(
                sum(dispatched_fund_amount - final_fund_amount)
                    filter (where is_appeal_decided),
                sum(dispatched_fund_amount) filter (where is_appeal_decided)
            ) as overturned_amount_rate,
            count(*) filter (where is_deemed) as deemed,
            count(*) filter (where is_final) as final,
            count(*) filter (where is_confirmed) as confirmed,
            coalesce(sum(final_amount), 0) as final_amount,
            coalesce(sum(final_fund_amount), 0) as final_fund_amount,
            count(*) filter (where is_cleared_final) as cleared_final,
            count(*) filter (where is_void) as voided,
            sum(refused_amount) as refused_amount,
            sum(reversed_amount) as reversed_amount,
            sum(stages)::bigint as own_stages,
            sum(overdue)::bigint as own_stages_overdue,
            count(*) filter (where is_judged) as judged,
            count(*) filter (where is_judged and not is_deemed) as judged_not_deemed,
            count(*) filter (where is_confirmed and not is_deemed)
                as confirmed_not_deemed,
            count(*) filter (where is_told_and_judged) as told_and_judged,
            count(*) filter (
                where is_told_and_judged and (is_void or counts_against_rule)
            ) as misjudged,
            count(*) filter (where had_panel) as panel_cases,
            count(*) filter (where followed_panel) as followed_panel,
            round(
                (
                    percentile_cont(0.5) within group (
                        order by dispatch_to_final_workdays
                    )
                )::numeric, 2
            ) as to_final_median,
            round(
                (
                    percentile_cont(0.9) within group (
                        order by dispatch_to_final_workdays
                    )
                )::numeric, 2
            ) as to_final_p90
        from placed
        group by dimension, code
    ),

    -- Settlements that were screened, for a rule those it applies to.
    screened as (
        select dimension, code, settlements::bigint as settlements
        from marts.mart_review_breakdown
        where quarter = of_quarter and dimension in ('total', 'class', 'level', 'county')
        union all
        select 'rule', rule_id, settlements_in_scope::bigint
        from marts.fct_screening_coverage
        where quarter = of_quarter
        union all
        select 'institution', fixmedins_code, settlements::bigint
        from marts.mart_institution_quarter
        where quarter = of_quarter
    ),

    -- From the day on which a rule was first found at fault to the first case that
    -- another version of it opened.
    mended as (
        select fault.rule_id, min(newer.opened_on - fault.found_on) as days
        from (
            select rule_id, rule_version, min(review.day_of(decided_at)) as found_on
            from outcomes
            where overturn_reason = 'RULE_FAULT'
            group by rule_id, rule_version
        ) as fault
        inner join lateral (
            select review.day_of(hits.opened_at) as opened_on
            from review.hit as hits
            where
                hits.rule_id = fault.rule_id
                and hits.rule_version <> fault.rule_version
                and review.day_of(hits.opened_at) >= fault.found_on
                and hits.opened_at <= as_of
        ) as newer on true
        group by fault.rule_id
    ),

    small as (
        select setting.value::bigint as sample
        from review.parameter_of('small_sample_n', '623000', review.day_of(as_of))
            as setting
    )

    select
        summed.dimension, summed.code, summed.label, screened.settlements,
        summed.hits,
        round(summed.hits * 1000.0 / nullif(screened.settlements, 0), 2),
        summed.suspected_amount, summed.suspected_fund_amount,
        summed.reviewed_first, summed.cleared_first,
        review.share(summed.cleared_first, summed.hits),
        summed.reviewed_second, summed.cleared_second,
        review.share(summed.cleared_second, summed.hits - summed.cleared_first),
        summed.changed_second,
        review.share(summed.changed_second, summed.reviewed_second),
        summed.dispatched,
        review.share(summed.dispatched, summed.hits),
        summed.dispatched_amount, summed.dispatched_fund_amount,
        summed.windows_closed, summed.appealed, summed.appealed_in_closed,
        review.share(summed.appealed_in_closed, summed.windows_closed),
        summed.appeal_amount_rate,
        summed.appeals_decided, summed.upheld, summed.partly_upheld,
        review.share(summed.upheld, summed.appeals_decided),
        review.share(summed.upheld + summed.partly_upheld, summed.appeals_decided),
        summed.overturned_amount_rate,
        summed.deemed,
        review.share(summed.deemed, summed.dispatched),
        summed.final, summed.confirmed,
        review.share(summed.confirmed, summed.final),
        summed.final_amount, summed.final_fund_amount,
        summed.cleared_final, summed.voided,
        summed.refused_amount, summed.reversed_amount,
        summed.refused_amount + summed.reversed_amount,
        review.share(
            summed.refused_amount + summed.reversed_amount, summed.suspected_fund_amount
        ),
        review.share(
            summed.refused_amount + summed.reversed_amount, summed.dispatched_fund_amount
        ),
        summed.own_stages, summed.own_stages_overdue,
        review.share(summed.own_stages_overdue, summed.own_stages),
        summed.judged,
        review.share(summed.confirmed, summed.judged),
        exact.low, exact.high,
        summed.judged < small.sample,
        summed.judged_not_deemed,
        review.share(summed.confirmed_not_deemed, summed.judged_not_deemed),
        summed.misjudged, summed.told_and_judged,
        review.share(summed.misjudged, summed.told_and_judged),
        wrong.low, wrong.high,
        summed.told_and_judged < small.sample,
        summed.panel_cases, summed.followed_panel,
        review.share(summed.followed_panel, summed.panel_cases),
        summed.to_final_median, summed.to_final_p90,
        mended.days
    from summed
    cross join small
    cross join lateral review.wilson(summed.confirmed, summed.judged) as exact
    cross join lateral review.wilson(summed.misjudged, summed.told_and_judged) as wrong
    left join screened
        on summed.dimension = screened.dimension and summed.code = screened.code
    left join mended on summed.dimension = 'rule' and summed.code = mended.rule_id
    order by summed.dimension, summed.code collate "C";
end
$$;
