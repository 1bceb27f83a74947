-- Scans of the trace codes that were settled more than once in 24 months, in settlements and
-- on lines that stand. This reads its own history, longer than that of int_settlements;
-- after the first step only the few codes seen on several lines are left.
with repeated as (
    select drug_trac_codg
    from {{ ref('stg_fee_trac_d') }}
    group by drug_trac_codg
    having count(distinct bkkp_sn) > 1
),

scans as (
    select
        scans.bkkp_sn,
        scans.drug_trac_codg,
        min(scans.med_list_codg) as med_list_codg,
        min(scans.scan_time) as scanned_at
    from {{ ref('stg_fee_trac_d') }} as scans
    inner join repeated on scans.drug_trac_codg = repeated.drug_trac_codg
    group by scans.bkkp_sn, scans.drug_trac_codg
),

scanned_lines as (
    select distinct bkkp_sn
    from scans
),

-- The scanned lines and the refunds that name them.
lines as (
    select
        scanned_lines.bkkp_sn as charge_sn,
        lines.bkkp_sn,
        lines.setl_id,
        coalesce(reversals.original_setl_id, lines.setl_id) as netting_setl_id,
        lines.med_list_codg,
        lines.cnt
    from {{ ref('stg_fee_list_d') }} as lines
    inner join scanned_lines
        on coalesce(lines.init_feedetl_sn, lines.bkkp_sn) = scanned_lines.bkkp_sn
    left join {{ ref('int_reversals') }} as reversals on lines.setl_id = reversals.setl_id
),

charges as (
    select
        lines.bkkp_sn,
        lines.setl_id,
        lines.med_list_codg,
        lines.cnt + coalesce(sum(refunds.cnt), 0) as quantity
    from lines
    left join lines as refunds
        on
            lines.bkkp_sn = refunds.charge_sn
            and refunds.cnt < 0
            -- A line that was settled anew is not touched by the reversal of the old settlement.
            and (
                refunds.netting_setl_id is not distinct from refunds.setl_id
                or lines.setl_id = refunds.netting_setl_id
            )
    where lines.bkkp_sn = lines.charge_sn
    group by lines.bkkp_sn, lines.setl_id, lines.med_list_codg, lines.cnt
),

taken_back as (
    select
        original_setl_id,
        sum(reversed_amount) as reversed_amount
    from {{ ref('int_reversals') }}
    where original_setl_id is not null
    group by original_setl_id
),

settled as (
    select
        settlements.setl_id,
        settlements.psn_no,
        coalesce(settlements.fixmedins_code, '未填机构') as fixmedins_code,
        settlements.fund_pay_sumamt,
        settlements.setl_time
    from {{ ref('stg_setl_d') }} as settlements
    left join {{ ref('int_reversals') }} as reversals on settlements.setl_id = reversals.setl_id
    left join taken_back on settlements.setl_id = taken_back.original_setl_id
    where
        settlements.setl_time < {{ quarter_end() }}
        and settlements.setl_time >= {{ quarter_start() }} - interval '24 months'
        and reversals.setl_id is null
        and settlements.medfee_sumamt + coalesce(taken_back.reversed_amount, 0) > 0
        -- Marked as refunded: where the refund has not come, the box may have gone back.
        and (
            settlements.refd_setl_flag is distinct from '1'
            or taken_back.original_setl_id is not null
        )
),

standing as (
    select
        scans.drug_trac_codg,
        scans.bkkp_sn,
        charges.setl_id,
        settled.psn_no,
        settled.fixmedins_code,
        coalesce(charges.med_list_codg, scans.med_list_codg) as med_list_codg,
        charges.quantity,
        settled.fund_pay_sumamt,
        scans.scanned_at,
        settled.setl_time
    from scans
    inner join charges on scans.bkkp_sn = charges.bkkp_sn and charges.quantity > 0
    inner join settled on charges.setl_id = settled.setl_id
),

twice as (
    select drug_trac_codg
    from standing
    group by drug_trac_codg
    having count(distinct setl_id) > 1
)

select
    standing.drug_trac_codg,
    standing.bkkp_sn,
    standing.setl_id,
    standing.psn_no,
    standing.fixmedins_code,
    institutions.fixmedins_type,
    standing.med_list_codg,
    standing.quantity,
    standing.fund_pay_sumamt,
    standing.scanned_at,
    standing.setl_time,
    standing.setl_time >= {{ quarter_start() }} as is_in_quarter
from standing
inner join twice on standing.drug_trac_codg = twice.drug_trac_codg
left join {{ ref('int_institutions') }} as institutions
    on standing.fixmedins_code = institutions.fixmedins_code
