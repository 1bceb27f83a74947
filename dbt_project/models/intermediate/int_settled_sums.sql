-- What settlements of the quarter add up to in each cut, for whatever purpose they were made:
-- all of them, visits, purchases and reversals; chronic care of the year up to its end.
{%- set sums = [
    'settlements', 'reversals', 'medfee_amount', 'total_fund_pay_amount', 'outpatient_visits',
    'outpatient_fee', 'outpatient_pooled_fund_amount', 'pharmacy_purchases', 'pharmacy_fee',
    'cross_quarter_reversals', 'cross_quarter_reversed_amount',
    'cross_quarter_reversed_fund_amount'
] %}
-- 跨季冲正: reversals in the quarter of stays that were settled, and reported, before it.
with cross_quarter as (
    select
        links.setl_id,
        links.reversed_amount,
        links.reversed_fund_amount
    from {{ ref('int_reversals') }} as links
    inner join {{ ref('int_settlements') }} as reversals on links.setl_id = reversals.setl_id
    inner join {{ ref('stg_setl_d') }} as originals
        on links.original_setl_id = originals.setl_id
    where
        reversals.quarter = '{{ var("quarter") }}'
        and reversals.med_type_group = '住院'
        and originals.setl_time < {{ quarter_start() }}
),

cells as (
    select
        money.fixmedins_code,
        money.insutype,
        money.is_elsewhere,
        count(money.net_group) as settlements,
        count(*) filter (where money.standing = 'reversal') as reversals,
        sum(money.medfee_sumamt) filter (where money.standing = 'net') as medfee_amount,
        sum(money.fund_pay_sumamt) filter (where money.standing = 'net') as total_fund_pay_amount,
        count(distinct money.visit_id) filter (where money.net_group = '门诊')
            as outpatient_visits,
        sum(money.medfee_sumamt) filter (where money.net_group = '门诊') as outpatient_fee,
        sum(money.hifp_pay) filter (where money.net_group = '门诊')
            as outpatient_pooled_fund_amount,
        count(*) filter (where money.net_group = '购药') as pharmacy_purchases,
        sum(money.medfee_sumamt) filter (where money.net_group = '购药') as pharmacy_fee,
        count(cross_quarter.setl_id) as cross_quarter_reversals,
        sum(cross_quarter.reversed_amount) as cross_quarter_reversed_amount,
        sum(cross_quarter.reversed_fund_amount) as cross_quarter_reversed_fund_amount
    from {{ ref('int_settled_money') }} as money
    left join cross_quarter on money.setl_id = cross_quarter.setl_id
    where
        money.quarter = '{{ var("quarter") }}'
        -- An institution may have nothing but what it gave back.
        and money.standing in ('net', 'reversal')
    group by money.fixmedins_code, money.insutype, money.is_elsewhere
),

summed as (
    select
        {% for column in sums -%}
        coalesce(sum(cells.{{ column }}), 0) as {{ column }},
        {% endfor -%}
        cuts.locality,
        cuts.dimension,
        cuts.code,
        cuts.label
    from cells
    inner join {{ ref('int_fund_cuts') }} as cuts
        on
            cells.fixmedins_code = cuts.fixmedins_code
            and cells.insutype = cuts.insutype
            and cells.is_elsewhere = cuts.is_elsewhere
    group by cuts.locality, cuts.dimension, cuts.code, cuts.label
),

-- Persons do not add up: they are counted in each cut.
persons as (
    select
        cuts.locality,
        cuts.dimension,
        cuts.code,
        count(distinct money.psn_no) filter (
            where money.net_group = '购药' and money.quarter = '{{ var("quarter") }}'
        ) as pharmacy_persons,
        count(distinct money.psn_no) filter (where money.net_group = '慢特病')
            as chronic_persons_in_year,
        sum(money.medfee_sumamt) filter (where money.net_group = '慢特病') as chronic_fee_in_year
    from {{ ref('int_settled_money') }} as money
    inner join {{ ref('int_fund_cuts') }} as cuts
        on
            money.fixmedins_code = cuts.fixmedins_code
            and money.insutype = cuts.insutype
            and money.is_elsewhere = cuts.is_elsewhere
    where
        money.net_group in ('购药', '慢特病')
        and money.setl_time >= {{ quarter_end() }} - interval '1 year'
    group by cuts.locality, cuts.dimension, cuts.code
),

-- Three months are no year: without its four quarters nothing is said of one.
delivered as (
    select count(distinct quarter) = 4 as is_whole_year
    from {{ ref('int_settlements') }}
    where setl_time >= {{ quarter_end() }} - interval '1 year'
)

select
    summed.*,
    coalesce(persons.pharmacy_persons, 0) as pharmacy_persons,
    case when delivered.is_whole_year then coalesce(persons.chronic_persons_in_year, 0) end
        as chronic_persons_in_year,
    case when delivered.is_whole_year then coalesce(persons.chronic_fee_in_year, 0) end
        as chronic_fee_in_year
from summed
cross join delivered
left join persons
    on
        summed.locality = persons.locality
        and summed.dimension = persons.dimension
        and summed.code = persons.code
