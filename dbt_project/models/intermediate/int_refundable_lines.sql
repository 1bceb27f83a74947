-- The charges that some refund may take from: those a refund names, and of those that are not
-- named the ones of the same settlement and item. The one scan of the lines that netting needs.
select
    lines.bkkp_sn,
    lines.setl_id,
    lines.mdtrt_id,
    lines.med_list_codg,
    lines.fee_ocur_time,
    coalesce(lines.bilg_dept_codg, '') as department,
    lines.cnt
from {{ ref('int_raw_lines') }} as lines
where
    lines.cnt > 0
    and (
        lines.bkkp_sn in (
            select named.init_feedetl_sn
            from {{ ref('int_refund_lines') }} as named
            where named.init_feedetl_sn is not null
        )
        or (coalesce(lines.setl_id, ''), coalesce(lines.med_list_codg, '')) in (
            select
                coalesce(refunds.netting_setl_id, '') as setl_id,
                coalesce(refunds.med_list_codg, '') as med_list_codg
            from {{ ref('int_refund_lines') }} as refunds
            where refunds.init_feedetl_sn is null
        )
    )
