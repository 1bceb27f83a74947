-- A drug was given out without a trace code, or with one that is none, by an institution that
-- does send trace codes.
select
    lines.setl_id,
    lines.bkkp_sn,
    'trace_code_missing_or_wrong' as kp_id,
    null as violating_quantity,
    null as violating_amount,
    case when codes.codes = 0 then 'alert' end as verdict,
    case
        when codes.codes = 0
            then coalesce(lines.hilist_name, lines.med_list_codg) || ' 未上传追溯码'
        else
            coalesce(lines.hilist_name, lines.med_list_codg) || ' 的 ' || codes.codes
            || ' 个追溯码中 ' || codes.malformed_codes || ' 个不是 '
            || {{ number_text(threshold('trace_code_length', 'lines.fee_date')) }} || ' 位数字'
    end as hit_reason,
    {{ evidence({
        'codes': 'codes.codes',
        'malformed_codes': 'codes.malformed_codes',
        'quantity': 'lines.quantity'
    }) }} as evidence
from {{ ref('int_trace_codes') }} as codes
inner join {{ ref('int_dispensed_drugs') }} as lines on codes.bkkp_sn = lines.bkkp_sn
where
    (codes.codes = 0 or codes.malformed_codes > 0)
    and lines.inscp_amount > 0
    and not exists (
        select 1
        from {{ ref('int_listed_lines') }} as untraced
        inner join {{ ref('untraced_drugs') }} as drugs
            on untraced.kp_id = drugs.kp_id and {{ in_force('drugs', 'untraced.fee_date') }}
        where untraced.list_id = 'untraced_drugs' and untraced.bkkp_sn = codes.bkkp_sn
    )
