-- What the fund KPIs are made of adds up in every dimension, and local and elsewhere
-- to all. Persons, means and medians do not add up and are not asked.
with figure as (
    select
        kpi.view, kpi.locality, kpi.dimension, kpi.code,
        cell.key as name,
        cell.value::numeric as amount
    from marts.mart_fund_kpi as kpi
    cross join lateral jsonb_each_text(to_jsonb(kpi)) as cell
    where
        kpi.quarter = %(quarter)s
        and (
            cell.key like '%%\_amount'
            or cell.key like '%%\_fee'
            or cell.key in (
                'settlements', 'reversals', 'outpatient_visits', 'pharmacy_purchases',
                'cross_quarter_reversals', 'inpatient_visits', 'stay_days',
                'low_cost_short_stays'
            )
        )
),

by_dimension as (
    select view, locality, dimension, name, coalesce(sum(amount), 0) as amount
    from figure
    group by view, locality, dimension, name
),

by_locality as (
    select
        view, dimension, code, name,
        coalesce(sum(amount) filter (where locality = 'all'), 0) as whole,
        coalesce(sum(amount) filter (where locality <> 'all'), 0) as parts
    from figure
    group by view, dimension, code, name
)

select
    format(
        'mart_fund_kpi, %%s, %%s: %%s by %%s adds up to %%s, in total it is %%s',
        part.view, part.locality, part.name, part.dimension, part.amount, total.amount
    ) as problem
from by_dimension as part
inner join by_dimension as total
    on
        part.view = total.view
        and part.locality = total.locality
        and part.name = total.name
        and total.dimension = 'total'
where part.amount <> total.amount
union all
select
    format(
        'mart_fund_kpi, %%s: %%s of %%s %%s is %%s local and elsewhere, in all %%s',
        view, name, dimension, code, parts, whole
    )
from by_locality
where parts <> whole
union all
-- Other marts tell the bureau the same figures.
select
    format(
        '%%s is %%s in mart_fund_kpi and %%s in %%s',
        pair.name, pair.in_kpi, pair.elsewhere, pair.mart
    )
from marts.mart_fund_kpi as kpi
inner join marts.mart_review_breakdown as breakdown
    on kpi.quarter = breakdown.quarter and breakdown.dimension = 'total'
cross join (
    select
        sum(inpatient_total_fee) as inpatient_total_fee,
        sum(pooled_fund_amount) as pooled_fund_amount,
        sum(inpatient_visits) as inpatient_visits
    from marts.mart_institution_quarter
    where quarter = %(quarter)s
) as stays
cross join lateral (
    values
    ('mart_review_breakdown', 'settlements', kpi.settlements::numeric, breakdown.settlements),
    ('mart_review_breakdown', 'medfee_amount', kpi.medfee_amount, breakdown.medfee_amount),
    (
        'mart_review_breakdown', 'fund_pay_amount',
        kpi.total_fund_pay_amount, breakdown.fund_pay_amount
    ),
    (
        'mart_institution_quarter', 'inpatient_total_fee',
        kpi.inpatient_total_fee, stays.inpatient_total_fee
    ),
    (
        'mart_institution_quarter', 'pooled_fund_amount',
        kpi.pooled_fund_amount, stays.pooled_fund_amount
    ),
    (
        'mart_institution_quarter', 'inpatient_visits',
        kpi.inpatient_visits, stays.inpatient_visits
    )
) as pair (mart, name, in_kpi, elsewhere)
where
    kpi.quarter = %(quarter)s
    and (kpi.view, kpi.locality, kpi.dimension) = ('settled', 'all', 'total')
    and pair.in_kpi <> pair.elsewhere
order by problem
