-- What this run was given besides settlements and lines: one row per need that is the same for
-- all settlements. A rule that needs what nobody delivered judges nothing, whatever it finds.
with codes as (
    select distinct hilist_code
    from {{ ref('int_fee_lines') }}
    where
        is_in_quarter
        and inscp_amount > 0
    -- Their shape is asked once per code, not once per line.
    order by hilist_code offset 0
),

catalogued as (
    select distinct hilist_code
    from {{ ref('int_catalogue') }}
),

covered as (
    select
        count(*) as codes,
        count(catalogued.hilist_code) as codes_in_catalogue
    from codes
    left join catalogued on codes.hilist_code = catalogued.hilist_code
    where {{ has_national_code('codes.hilist_code') }}
)

select
    'catalogue' as input_id,
    -- A catalogue in part would refuse what it merely lacks. Without any, no line is read.
    case
        when exists (select 1 from catalogued)
            then coalesce((
                select
                    covered.codes_in_catalogue
                    >= covered.codes * {{ threshold('catalogue_coverage_min', quarter_start()) }}
                from covered
            ), false)
        else false
    end as is_delivered
union all
select
    'history' as input_id,
    exists(
        select 1 from {{ ref('int_settlements') }}
        where quarter < '{{ var("quarter") }}'
    ) as is_delivered
union all
select
    'incision_class' as input_id,
    exists(
        select 1 from {{ ref('int_operations') }}
        where incision_class is not null
    ) as is_delivered
union all
select
    'limits' as input_id,
    exists(
        select 1 from {{ ref('thresholds') }}
        where threshold_id = 'outpatient_limit_yuan'
    ) as is_delivered
union all
select
    'upload_time' as input_id,
    exists(
        select 1 from {{ ref('int_time_credibility') }}
        where uploaded_lines > 0
    ) as is_delivered
{% for input_id, fact in [
    ('devices', 'int_devices'),
    ('practitioners', 'int_practitioners'),
    ('registrations', 'int_chronic_registrations'),
    ('trace_stock', 'int_trace_stock')
] -%}
union all
select
    '{{ input_id }}' as input_id,
    exists(select 1 from {{ ref(fact) }}) as is_delivered
{% endfor %}
