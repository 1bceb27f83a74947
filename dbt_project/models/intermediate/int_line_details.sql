-- What few rules ask of few lines: departments by name, dosage, flags. Only lines that some list
-- is about, so that the lines themselves stay narrow; not those of the three lists about what may
-- be charged in a day, which are most of all lines and whose rules ask for nothing of this.
select
    lines.bkkp_sn,
    lines.mdtrt_id,
    lines.bilg_dept_name,
    lines.acord_dept_codg,
    lines.acord_dept_name,
    lines.lmt_used_flag,
    lines.prd_days,
    lines.sin_dos_dscr,
    lines.used_frqu_dscr,
    lines.medc_way_dscr,
    lines.spec,
    lines.tcmdrug_used_way,
    lines.dscg_tkdrug_flag,
    lines.etip_flag,
    lines.hosp_appr_flag
from {{ ref('int_raw_lines') }} as lines
where
    lines.bkkp_sn in (
        select listed.bkkp_sn
        from {{ ref('int_listed_lines') }} as listed
        where listed.list_id not in ('daily_caps', 'per_diem_items', 'mutex_groups')
    )
