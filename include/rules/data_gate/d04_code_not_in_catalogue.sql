-- A settlement that pays for lines whose code is no national one, or one that the catalogue has
-- ended.
with unmapped as (
    select
        lines.setl_id,
        lines.med_list_codg,
        lines.inscp_amount,
        1 as unmapped_lines,
        0 as retired_lines
    from {{ ref('int_fee_lines') }} as lines
    left join {{ ref('int_unmapped_codes') }} as codes
        on lines.med_list_codg = codes.med_list_codg
    where
        lines.is_in_quarter
        and lines.inscp_amount > 0
        and (codes.med_list_codg is not null or lines.med_list_codg is null)
),

-- Hospitals take some weeks to follow a change of codes. A code that is not yet valid, or in no
-- catalogue at all, is no retired one.
retired as (
    select
        lines.setl_id,
        lines.med_list_codg,
        lines.inscp_amount,
        0 as unmapped_lines,
        1 as retired_lines
    from {{ ref('int_listed_lines') }} as lines
    inner join {{ ref('int_catalogue') }} as catalogue
        on
            lines.hilist_code = catalogue.hilist_code
            and lines.fee_date >= catalogue.valid_from
    where
        lines.list_id = 'out_of_catalogue'
        and lines.is_in_quarter
        and lines.inscp_amount > 0
    group by
        lines.setl_id, lines.bkkp_sn, lines.med_list_codg, lines.fee_date, lines.inscp_amount
    having
        {{ days_between(
            'lines.fee_date', "max(coalesce(catalogue.valid_to, date '9999-12-31'))"
        ) }} > {{ threshold('code_change_grace_days', 'lines.fee_date') }}
),

found as (
    select * from unmapped
    union all
    select * from retired
),

counted as (
    select
        setl_id,
        sum(unmapped_lines) as unmapped_lines,
        sum(retired_lines) as retired_lines,
        sum(inscp_amount) as inscp_amount,
        min(med_list_codg) as example_code
    from found
    group by setl_id
)

select
    setl_id,
    null as bkkp_sn,
    'code' as kp_id,
    null as violating_quantity,
    null as violating_amount,
    null as verdict,
    '纳入报销的明细中，' || concat_ws(
        '，',
        case
            when unmapped_lines > 0
                then {{ number_text('unmapped_lines') }} || ' 条未对照国家编码'
        end,
        case
            when retired_lines > 0
                then {{ number_text('retired_lines') }} || ' 条编码已停用'
        end
    ) || coalesce('，如 ' || example_code, '') as hit_reason,
    {{ evidence({
        'unmapped_lines': 'unmapped_lines',
        'retired_lines': 'retired_lines',
        'inscp_amount': 'inscp_amount',
        'example_code': 'example_code'
    }) }} as evidence
from counted
