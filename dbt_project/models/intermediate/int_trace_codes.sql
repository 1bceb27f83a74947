-- Drug lines of the quarter that should carry trace codes, and the codes they carry: those
-- outside stays, of institutions that do send codes for such lines.
with lines as (
    select
        bkkp_sn,
        setl_id,
        fixmedins_code
    from {{ ref('int_prescribed_lines') }}
    where
        list_type = '101'
        and med_type_group in ('门诊', '慢特病', '购药')
        and is_in_quarter
),

coded as (
    select
        bkkp_sn,
        count(distinct drug_trac_codg)::int as codes,
        count(distinct drug_trac_codg) filter (
            where
            length(drug_trac_codg) <> {{ threshold('trace_code_length', quarter_start()) }}
            or not {{ matches('drug_trac_codg', "'^[0-9]+$'") }}
        )::int as malformed_codes
    from {{ ref('stg_fee_trac_d') }}
    group by bkkp_sn
),

counted as (
    select
        lines.bkkp_sn,
        lines.setl_id,
        lines.fixmedins_code,
        coalesce(coded.codes, 0) as codes,
        coalesce(coded.malformed_codes, 0) as malformed_codes
    from lines
    left join coded on lines.bkkp_sn = coded.bkkp_sn
)

select
    counted.bkkp_sn,
    counted.setl_id,
    counted.fixmedins_code,
    counted.codes,
    counted.malformed_codes
from counted
where
    counted.fixmedins_code in (
        select senders.fixmedins_code from counted as senders
        where senders.codes > 0
    )
