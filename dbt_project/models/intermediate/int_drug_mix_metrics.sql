-- What listed drugs make up of the money an institution takes for drugs outside stays in the
-- quarter. cases counts the listed lines; to be compared, twenty drug lines of any kind are
-- enough, so that those who sell none of the listed drugs count as peers.
with money as (
    select
        fixmedins_code,
        count(*)::int as lines,
        sum(fee_amount) as fee_amount
    from {{ ref('int_prescribed_lines') }}
    where
        is_in_quarter
        and med_type_group in ('门诊', '慢特病', '购药')
    group by fixmedins_code
    having sum(fee_amount) > 0
),

listed as (
    {% for metric, list in [
        ('diversion_share', 'diversion_drugs'), ('substitution_share', 'substitution_goods')
    ] -%}
    select distinct
        '{{ metric }}' as metric_id,
        lines.bkkp_sn,
        lines.fixmedins_code,
        lines.fee_amount
    from {{ ref('int_listed_lines') }} as lines
    inner join {{ ref(list) }} as drugs
        on lines.kp_id = drugs.kp_id and {{ in_force('drugs', 'lines.fee_date') }}
    where
        lines.list_id = '{{ list }}'
        and lines.is_in_quarter
        and lines.med_type_group in ('门诊', '慢特病', '购药')
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

sums as (
    select
        metric_id,
        fixmedins_code,
        count(*)::int as lines,
        sum(fee_amount) as fee_amount
    from listed
    group by metric_id, fixmedins_code
),

metrics as (
    select 'diversion_share' as metric_id
    union all
    select 'substitution_share' as metric_id
)

select
    metrics.metric_id,
    '{{ var("quarter") }}' as quarter,
    money.fixmedins_code,
    coalesce(sums.fee_amount, 0) as numerator,
    money.fee_amount as denominator,
    coalesce(sums.lines, 0) as cases,
    money.lines >= 20 as is_enough
from money
cross join metrics
left join sums
    on money.fixmedins_code = sums.fixmedins_code and metrics.metric_id = sums.metric_id
