"""What a statement says, read from the ledger and the event log."""

# T1: by rule. What the decisions came to, and what of it is refused now.
BY_RULE = """
select
    hits.rule_id,
    coalesce(rules.rule_name, hits.rule_id) as rule_name,
    rules.basis as rule_basis,
    count(*) as cases,
    sum((review.standing(hits.hit_id)).amount) as decided_amount,
    sum((review.standing(hits.hit_id)).fund_amount) as decided_fund_amount,
    sum(refused.amount) as refused_amount
from (
    select entry.hit_id, sum(entry.amount) as amount
    from review.refusal as entry
    where entry.statement_month = %(month)s and entry.kind = 'REFUSE'
    group by entry.hit_id
) as refused
inner join review.hit as hits on refused.hit_id = hits.hit_id
left join marts.dim_rule as rules on hits.rule_id = rules.rule_id
where hits.fixmedins_code = %(institution)s
group by hits.rule_id, rules.rule_name, rules.basis
order by hits.rule_id
"""
# T2: what is refused, case by case, with the amounts on its way.
LINES = """
select
    hits.hit_id,
    hits.setl_id,
    hits.bkkp_sn,
    hits.rule_id,
    hits.hit_reason,
    hits.amount as hit_amount,
    notice.amount as dispatched_amount,
    decision.amount as decided_amount,
    decision.fund_amount as decided_fund_amount,
    refused.amount as refused_amount,
    case
        when decision.event = 'reconsider_confirm' then 'RECONSIDERED'
        else case reached.event
            when 'deem_accept' then 'DEEMED'
            when 'accept' then 'ACCEPTED'
            when 'opinion' then 'OPINION'
            when 'panel_opinion' then 'PANEL'
            when 'withdraw_appeal' then 'WITHDRAWN'
            when 'transfer_back' then 'TRANSFERRED_BACK'
        end
    end as decision_basis,
    review.day_of(decision.occurred_at) as decided_on
from (
    select entry.hit_id, sum(entry.amount) as amount
    from review.refusal as entry
    where entry.statement_month = %(month)s and entry.kind = 'REFUSE'
    group by entry.hit_id
) as refused
inner join review.hit as hits on refused.hit_id = hits.hit_id
cross join lateral review.standing(hits.hit_id) as decision
cross join lateral review.notice(hits.hit_id) as notice
left join lateral (
    select happened.event
    from review.event as happened
    where
        happened.hit_id = hits.hit_id
        and happened.to_state = 'S70'
        and happened.seq < decision.seq
    order by happened.seq desc
    limit 1
) as reached on true
where hits.fixmedins_code = %(institution)s
order by hits.setl_id, hits.bkkp_sn, hits.hit_id
"""
# T3: what goes back, in which months it had been refused, and why: what a review no
# longer finds, or else a decision.
REVERSED = """
select
    hits.hit_id,
    hits.setl_id,
    hits.bkkp_sn,
    hits.rule_id,
    entry.amount as reversed_amount,
    (
        select string_agg(distinct earlier.statement_month, '、')
        from review.refusal as earlier
        where
            earlier.hit_id = entry.hit_id
            and earlier.kind = 'REFUSE'
            and earlier.refusal_id < entry.refusal_id
    ) as refused_in,
    coalesce(
        followed.cause,
        upper((review.standing(hits.hit_id)).payload ->> 'cause'),
        'DECISION'
    ) as reverse_reason
from review.refusal as entry
inner join review.hit as hits on entry.hit_id = hits.hit_id
left join lateral (
    select upper(proposed.cause) as cause
    from review.follow_up as proposed
    inner join review.follow_up_end as ended
        on proposed.follow_up_id = ended.follow_up_id
    where
        proposed.hit_id = entry.hit_id
        and ended.outcome = 'AGREED'
        and ended.recorded_at >= entry.recorded_at
        and ended.reversed_month = entry.statement_month
        and ended.reversed_amount = -entry.amount
    order by proposed.follow_up_id
    limit 1
) as followed on true
where
    entry.statement_month = %(month)s
    and entry.kind = 'REVERSE'
    and hits.fixmedins_code = %(institution)s
order by hits.setl_id, hits.bkkp_sn, entry.refusal_id
"""
# T4: confirmed, not listed.
CARRIED = """
select
    hits.hit_id,
    hits.setl_id,
    hits.bkkp_sn,
    hits.rule_id,
    carried.fund_amount as decided_fund_amount,
    carried.reason as carried_reason
from review.carried_over(%(month)s) as carried
inner join review.hit as hits on carried.hit_id = hits.hit_id
where carried.fixmedins_code = %(institution)s
order by hits.setl_id, hits.bkkp_sn, hits.hit_id
"""
# The head. All settings in force at the cut-off count as confirmed, or none.
HEAD = """
select
    %(month)s as statement_month,
    %(institution)s as fixmedins_code,
    coalesce(
        (
            select institutions.fixmedins_name
            from marts.dim_institution as institutions
            where institutions.fixmedins_code = %(institution)s
        ),
        %(institution)s
    ) as fixmedins_name,
    review.day_of(period.begins_after) as first_day,
    review.day_of(period.cutoff_at - interval '1 second') as last_day,
    not exists (
        select
        from (
            select distinct on (parameter.key, parameter.region) parameter.confirmed_at
            from review.parameter
            where
                review.day_of(period.cutoff_at - interval '1 second')
                between parameter.valid_from
                and coalesce(parameter.valid_to, 'infinity')
            order by parameter.key, parameter.region, parameter.valid_from desc
        ) as settings
        where settings.confirmed_at is null
    ) as parameters_are_confirmed,
    ledger.refused as refused_amount,
    ledger.reversed as reversed_amount,
    ledger.refused + ledger.reversed as net_amount
from review.statement_period as period
cross join lateral review.entered(%(month)s, %(institution)s) as ledger
where period.statement_month = %(month)s
"""
