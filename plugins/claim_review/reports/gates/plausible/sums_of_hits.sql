-- The parts of the quarter have to add up to the prefecture: settlements and hits by class,
-- level, county, rule, amount and verdict, and by institution where they are counted anew.
-- Data gates are findings about data and in no sum.
with told as (
    select breakdown.*
    from marts.mart_review_breakdown as breakdown
    left join marts.dim_rule as rules
        on breakdown.dimension = 'rule' and breakdown.code = rules.rule_id
    where
        breakdown.quarter = %(quarter)s
        and coalesce(rules.verdict, '') <> 'gate'
        and (breakdown.dimension, breakdown.code) <> ('verdict', 'gate')
),

-- An institution counts once in each of these, whatever it is hit by.
dimension (name, has_settlements) as (
    values
    ('class', true),
    ('level', true),
    ('county', true),
    ('rule', false),
    ('amount_band', false),
    ('verdict', false)
),

figure (name, is_of_settlements) as (
    values
    ('institutions', true),
    ('settlements', true),
    ('medfee_amount', true),
    ('fund_pay_amount', true),
    ('hits', false),
    ('hit_fee_amount', false),
    ('hit_fund_amount', false),
    ('attributed_fund_amount', false)
),

part as (
    select
        figure.name as figure,
        'mart_review_breakdown by ' || dimension.name as place,
        (
            select coalesce(sum((to_jsonb(told) ->> figure.name)::numeric), 0)
            from told
            where told.dimension = dimension.name
        ) as amount
    from dimension
    inner join figure on dimension.has_settlements or not figure.is_of_settlements
    union all
    select figure.name, 'mart_institution_quarter', figure.amount
    from (
        select
            coalesce(sum(institutions.settlements), 0) as settlements,
            coalesce(sum(institutions.medfee_amount), 0) as medfee_amount,
            coalesce(sum(institutions.total_fund_pay_amount), 0) as fund_pay_amount
        from marts.mart_institution_quarter as institutions
        where institutions.quarter = %(quarter)s
    ) as found
    cross join lateral (
        values
        ('settlements', found.settlements),
        ('medfee_amount', found.medfee_amount),
        ('fund_pay_amount', found.fund_pay_amount)
    ) as figure (name, amount)
    union all
    select figure.name, 'fct_rule_hits', figure.amount
    from (
        select
            count(*) as hits,
            coalesce(sum(hits.hit_fee_amount), 0) as hit_fee_amount,
            coalesce(sum(hits.attributed_fund_amount), 0) as attributed_fund_amount
        from marts.fct_rule_hits as hits
        where
            hits.quarter = %(quarter)s
            and hits.rule_status = 'live'
            and hits.verdict <> 'gate'
    ) as found
    cross join lateral (
        values
        ('hits', found.hits::numeric),
        ('hit_fee_amount', found.hit_fee_amount),
        ('attributed_fund_amount', found.attributed_fund_amount)
    ) as figure (name, amount)
)

select
    format(
        '%%s of %%s adds up to %%s, the prefecture has %%s',
        part.place, part.figure, part.amount, whole.amount
    ) as problem
from told as total
cross join part
cross join lateral (
    select coalesce((to_jsonb(total) ->> part.figure)::numeric, 0) as amount
) as whole
where total.dimension = 'total' and part.amount <> whole.amount
order by part.place, part.figure
