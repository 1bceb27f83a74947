-- Item codes of the quarter that have the shape of no national catalogue, the dearest
-- first: the list that the crosswalk has to work off.
{{ config(materialized='incremental', pre_hook='{{ replace_quarter() }}') }}
select
    '{{ var("quarter") }}'::text as quarter,
    coalesce(lines.med_list_codg, '') as med_list_codg,
    min(lines.hilist_name) as hilist_name,
    count(distinct lines.fixmedins_code)::int as institutions,
    count(*)::int as line_count,
    sum(lines.fee_amount)::numeric(18, 2) as fee_amount,
    sum(lines.inscp_amount)::numeric(18, 2) as inscp_amount
from {{ ref('int_fee_lines') }} as lines
left join {{ ref('int_unmapped_codes') }} as unmapped_codes
    on lines.med_list_codg = unmapped_codes.med_list_codg
where
    lines.is_in_quarter
    and (lines.med_list_codg is null or unmapped_codes.med_list_codg is not null)
group by coalesce(lines.med_list_codg, '')
