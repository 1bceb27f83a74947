-- Prescriptions outside stays. Packs of one generic are one kind.
select
    prescription_id,
    -- A prescription that was settled in parts belongs to a settlement of the quarter.
    coalesce(min(setl_id) filter (where is_in_quarter), min(setl_id)) as setl_id,
    min(mdtrt_id) as mdtrt_id,
    min(psn_no) as psn_no,
    min(fixmedins_code) as fixmedins_code,
    min(med_type_group) as med_type_group,
    min(bilg_dr_code) as bilg_dr_code,
    min(fee_date) as fee_date,
    bool_or(is_in_quarter) as is_in_quarter,
    bool_or(has_rx_number) as has_rx_number,
    count(distinct generic_code) filter (where list_type in ('101', '104'))::int as drug_kinds,
    count(distinct med_list_codg) filter (where list_type = '102')::int as slice_kinds,
    count(distinct generic_code)::int as kinds,
    sum(fee_amount)::numeric(16, 2) as fee_amount,
    -- Equal in two prescriptions that give the same codes in the same quantities.
    md5(
        {{ joined_text(
            "med_list_codg || '*' || quantity::numeric(18, 4)", ';',
            'med_list_codg, quantity'
        ) }}
    ) as template_key
from {{ ref('int_prescribed_lines') }}
where med_type_group <> '住院'
group by prescription_id
