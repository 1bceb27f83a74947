-- One row per settlement of the batch, with what its amounts and lines say of it.
create unlogged table {target} as
with line_sums as (
    select line.setl_id, sum(line.det_item_fee_sumamt::numeric) as lines_sumamt
    from {fee_list_d} as line
    where line.vali_flag is distinct from '0'
      and not exists (
          select from {row_superseded} as old
          where old.table_name = 'fee_list_d' and old.line_number = line.line_number
      )
    group by line.setl_id
),
settlements as (
    select
        settlement.*,
        medfee_sumamt::numeric as medfee,
        fund_pay_sumamt::numeric as fund,
        psn_pay::numeric as personal,
        begndate::timestamp as begins_at,
        enddate::timestamp as ends_at,
        setl_time::timestamp as settled_at,
        brdy::timestamp as born_at
    from {setl_d} as settlement
    where not exists (
        select from {row_superseded} as old
        where old.table_name = 'setl_d' and old.line_number = settlement.line_number
    )
)
select
    settlements.psn_no,
    settlements.mdtrt_id,
    settlements.fixmedins_code,
    settlements.gend,
    settlements.insutype,
    settlements.hosp_lv,
    settlements.med_type,
    settlements.refd_setl_flag,
    settlements.vali_flag,
    settlements.brdy,
    settlements.exch_updt_time,
    settlements.setl_time,
    medfee,
    extract(year from age(begins_at, born_at)) as age_in_years,
    begins_at <= ends_at as ends_after_begin,
    settled_at <= {extracted_to} as settled_before_extraction,
    settled_at >= {quarter_begins} and settled_at < {quarter_ends} as is_of_quarter,
    settlements.refd_setl_flag is distinct from '0'
        or settlements.init_setl_id is not null
        or medfee >= 0 as negative_reverses,
    abs(
        medfee - fund - personal - coalesce(ownpay_hosp_part::numeric, 0)
    ) <= 0.01 as total_is_fund_and_personal,
    abs(
        fund
        - coalesce(hifp_pay::numeric, 0) - coalesce(cvlserv_pay::numeric, 0)
        - coalesce(hifes_pay::numeric, 0) - coalesce(hifmi_pay::numeric, 0)
        - coalesce(hifob_pay::numeric, 0) - coalesce(hifdm_pay::numeric, 0)
        - coalesce(maf_pay::numeric, 0) - coalesce(othfund_pay::numeric, 0)
    ) <= 0.01 as fund_is_its_parts,
    abs(
        personal - coalesce(acct_pay::numeric, 0) - coalesce(cash_payamt::numeric, 0)
    ) <= 0.01 as personal_is_account_and_cash,
    -- A late or corrected batch may bring a settlement without its untouched lines,
    -- and whether a reversal brings lines differs by institution.
    case
        when not {is_regular} or settlements.vali_flag = '0' then null
        when settlements.init_setl_id is not null and lines_sumamt is null then null
        else abs(medfee - coalesce(lines_sumamt, 0)) <= 0.01
    end as total_is_its_lines,
    case
        when settlements.mdtrt_id is not null
            then unknown_encounter.mdtrt_id is null
    end as encounter_is_known,
    case
        when settlements.psn_no is not null then unknown_person.psn_no is null
    end as person_is_known,
    case
        when settlements.fixmedins_code is not null
            then unknown_institution.fixmedins_code is null
    end as institution_is_known
from settlements
left join line_sums using (setl_id)
left join {unknown_encounters} as unknown_encounter using (mdtrt_id)
left join {unknown_persons} as unknown_person using (psn_no)
left join {unknown_institutions} as unknown_institution using (fixmedins_code)
