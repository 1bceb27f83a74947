-- A figure that is wrong by a power of ten shows in the mean of one case: 元 told as 万元 is
-- the accident that was published elsewhere. Few cases vary, so that for them only the
-- power of ten counts.
with refused as (
    select
        cases.quarter,
        count(*) as cases,
        sum(cases.refused_amount + cases.reversed_amount) as amount
    from review.case_outcomes_at(%(as_of)s) as cases
    where
        cases.quarter in (%(quarter)s, %(previous)s)
        and cases.refused_amount + cases.reversed_amount > 0
    group by cases.quarter
),

mean as (
    select quarter, cases, amount, amount / cases as of_one
    from refused
),

each as (
    select
        dimension || ' ' || code as place, hits as cases, hit_fee_amount as amount
    from marts.mart_review_breakdown
    where
        quarter = %(quarter)s
        and dimension in ('total', 'class', 'level', 'county', 'rule')
        and hits > 0
        -- Some rules only inform and claim nothing.
        and hit_fee_amount > 0
    union all
    select 'refused of the quarter', cases, amount
    from refused
    where quarter = %(quarter)s
)

select
    format(
        '%%s: %%s yuan in %%s cases is %%s yuan for one, not between 0.01 and 200,000',
        place, amount, cases, round(amount / cases, 4)
    ) as problem
from each
where amount / cases not between 0.01 and 200000
union all
select
    format(
        'refused per case: %%s yuan in %%s (%%s cases), %%s yuan in %%s (%%s cases)',
        round(now.of_one, 2), now.quarter, now.cases,
        round(before.of_one, 2), before.quarter, before.cases
    )
from mean as now
inner join mean as before on before.quarter = %(previous)s
where
    now.quarter = %(quarter)s
    and now.of_one / before.of_one not between
    case when least(now.cases, before.cases) < 30 then 0.001 else 0.1 end
    and case when least(now.cases, before.cases) < 30 then 1000 else 100 end
order by problem
