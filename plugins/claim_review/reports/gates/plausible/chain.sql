-- Refused is at most what was decided, that at most what was dispatched, and that at most
-- what was suspected: by institution and rule, in cases and in yuan of the fund.
with outcome as (
    select
        cases.fixmedins_code, cases.rule_id,
        cases.suspected_fund_amount as suspected,
        cases.is_dispatched,
        cases.dispatched_fund_amount as dispatched,
        cases.final_fund_amount as decided,
        cases.refused_amount + cases.reversed_amount as refused
    from review.case_outcomes_at(%(as_of)s) as cases
    where cases.quarter = %(quarter)s
)

select
    format(
        'institution %%s, rule %%s: %%s cases worth %%s, %%s dispatched worth %%s, decided %%s, '
        '%%s refused worth %%s',
        fixmedins_code, rule_id, count(*), sum(suspected),
        count(*) filter (where is_dispatched), coalesce(sum(dispatched), 0),
        coalesce(sum(decided), 0), count(*) filter (where refused <> 0), sum(refused)
    ) as problem
from outcome
group by fixmedins_code, rule_id
having
    bool_or(
        refused < 0
        -- No decision stands while a case is looked at again: its refusal still does.
        or refused > coalesce(decided, dispatched, 0)
        or decided > dispatched
        or dispatched > suspected
        or (refused <> 0 and not is_dispatched)
    )
order by fixmedins_code, rule_id
