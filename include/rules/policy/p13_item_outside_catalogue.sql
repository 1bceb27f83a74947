-- An item that the catalogue did not pay on the day of the fee, charged to the fund.
with unpaid_lines as (
    select
        lines.setl_id,
        lines.bkkp_sn,
        lines.kp_id,
        lines.quantity,
        lines.hilist_code,
        lines.hilist_name,
        lines.list_type,
        lines.fee_date,
        lines.inscp_amount,
        of_the_day.grade
    from {{ ref('int_listed_lines') }} as lines
    left join {{ ref('int_catalogue') }} as of_the_day
        on
            lines.hilist_code = of_the_day.hilist_code
            and {{ in_force('of_the_day', 'lines.fee_date') }}
    where
        lines.list_id = 'out_of_catalogue'
        and lines.inscp_amount > 0
        -- Not in force, or class 丙; a class that is not known is read as paid.
        and (of_the_day.hilist_code is null or of_the_day.grade = '03')
),

-- Whether the catalogue has the code at all, and until when it last paid it.
earlier as (
    select
        unpaid_lines.bkkp_sn,
        max(case
            when
                coalesce(catalogue.grade, '01') <> '03'
                and catalogue.valid_to < unpaid_lines.fee_date
                then catalogue.valid_to
        end) as paid_until
    from unpaid_lines
    inner join {{ ref('int_catalogue') }} as catalogue
        on unpaid_lines.hilist_code = catalogue.hilist_code
    group by unpaid_lines.bkkp_sn
)

select
    lines.setl_id,
    lines.bkkp_sn,
    lines.kp_id,
    lines.quantity as violating_quantity,
    null as violating_amount,
    -- Systems need some days to follow a change of codes.
    case
        when
            {{ days_between('lines.fee_date', 'earlier.paid_until') }}
            <= {{ threshold('code_change_grace_days', 'lines.fee_date') }}
            then 'suspect'
    end as verdict,
    coalesce(lines.hilist_name, lines.hilist_code) || ' ' || lines.fee_date || case
        when lines.grade = '03' then ' 为丙类（自费）项目'
        when earlier.paid_until is not null then ' 已不在医保目录内（' || earlier.paid_until || ' 止）'
        else ' 不在医保目录内'
    end || '，纳入统筹 ' || {{ number_text('lines.inscp_amount') }} || ' 元' as hit_reason,
    {{ evidence({
        'hilist_code': 'lines.hilist_code',
        'grade': 'lines.grade',
        'paid_until': 'earlier.paid_until',
        'inscp_amount': 'lines.inscp_amount'
    }) }} as evidence
from unpaid_lines as lines
left join earlier on lines.bkkp_sn = earlier.bkkp_sn
inner join {{ ref('int_settlements') }} as settlements on lines.setl_id = settlements.setl_id
where
    not settlements.is_account_only
    -- A hospital's own preparations are approved where they are made.
    and (coalesce(lines.list_type, '') not in ('103', '104') or coalesce(lines.grade, '') = '03')
    -- A code that the catalogue has never had is judged where it is a national one; services
    -- whose code does not end in 0000 are surcharges on those that it has.
    and (
        earlier.bkkp_sn is not null
        or (
            {{ has_national_code('lines.hilist_code') }}
            and not (
                {{ matches('lines.hilist_code', "'^[0-9]{15}$'") }}
                and right(lines.hilist_code, 4) <> '0000'
            )
        )
    )
