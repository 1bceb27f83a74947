"""What the platform's tables say of the cases of a batch, column by column.

Columns are the platform's. Those with codes hold what the code means; times are the
bureau's. Columns that are not here stay empty: unknown to us, or they name people.
"""

# A batch that has been dispatched is what went out with it, even where it was recalled;
# before that, what waits for it.
_CASES = """
with batch as (
    select * from review.dispatch_batch where batch_id = %(batch_id)s
), everybody as (
    select * from review.platform_cases(%(as_of)s)
), cases as materialized (
    select
        everybody.*,
        hits.setl_id,
        hits.mdtrt_id,
        hits.bkkp_sn,
        coalesce(batch.platform_batch, batch.batch_id) as task_id,
        review.platform_document(
            hits.setl_id, batch.batch_id, (everybody.notice).occurred_at
        ) as doc_id
    from everybody
    inner join review.hit as hits on everybody.hit_id = hits.hit_id
    inner join batch on hits.fixmedins_code = batch.fixmedins_code
    where
        everybody.batch_id = batch.batch_id
        or (
            everybody.state = 'S30'
            and not exists (
                select from everybody as sent where sent.batch_id = batch.batch_id
            )
        )
)
"""
# The document is as far as the case of it that is least far.
DOCUMENTS = f"""
{_CASES}
select
    cases.doc_id,
    cases.task_id,
    cases.doc_id as rid,
    min(cases.mdtrt_id) as mdtrtsn,
    min(hits.region) as admdvs,
    min(hits.fixmedins_code) as medins_id,
    min(institutions.fixmedins_name) as medins_name,
    min(settlements.med_type) as med_type,
    min(encounters.begntime) as adm_time,
    min(encounters.endtime) as dscg_time,
    min(settlements.setl_time) as setl_time,
    min(settlements.medfee_sumamt) as medfee_sumamt,
    (array_agg(cases.step order by cases.state))[1] as doc_stas,
    sum(coalesce((cases.notice).amount, (cases.agreed).amount)) as cnfm_vola_amt,
    sum((cases.settled).fund_amount) as vola_det_amt,
    sum(cases.repaid_amount) as rvis_amt,
    review.platform_time(min(cases.due_at) - interval '1 second') as appl_ddln,
    min((cases.notice).actor_id) as crter_id,
    review.platform_time(min((cases.notice).occurred_at)) as crte_time,
    review.platform_time(max(cases.changed_at)) as updt_time,
    min(settlements.insutype) as insutype,
    sum((cases.decided).fund_amount) as finl_chk_amt,
    min(hits.quarter) as issue,
    max((cases.settled).payload ->> 'payment_reference') as rfus_bchno,
    min(settlements.pay_loc) as pay_loc,
    min(settlements.fix_blng_admdvs) as fix_blng_admdvs,
    min(settlements.insu_admdvs) as insu_admdvs
from cases
inner join review.hit as hits on cases.hit_id = hits.hit_id
left join marts.dim_institution as institutions
    on hits.fixmedins_code = institutions.fixmedins_code
left join staging.stg_setl_d as settlements on hits.setl_id = settlements.setl_id
left join staging.stg_mdtrt_d as encounters on hits.mdtrt_id = encounters.mdtrt_id
group by cases.doc_id, cases.task_id
order by cases.doc_id
"""
# A reason code goes before the words, because the tables have no column for it.
SUSPECTS = f"""
{_CASES}
select
    cases.hit_id as doc_suspt_id,
    cases.hit_id as rid,
    cases.doc_id,
    cases.task_id,
    hits.region as admdvs,
    cases.hit_id as vola_rslt_id,
    rules.rule_name as vola_cont,
    hits.hit_reason as vola_dscr,
    hits.rule_id,
    review.platform_time(hits.opened_at) as checkout_time,
    hits.amount as checkout_suspt_amt,
    coalesce(
        (cases.reviewed).amount, case when (cases.reviewed).event is not null then 0 end
    ) as chk_vola_amt,
    coalesce(
        (cases.notice).amount, (cases.agreed).amount,
        case when (cases.agreed).event is not null then 0 end
    ) as cnfm_vola_amt,
    (cases.settled).fund_amount as vola_det_amt,
    review.platform_time((cases.settled).occurred_at) as det_time,
    case when (cases.settled).event is not null then 'DEDUCTED' end as det_flag,
    cases.repaid_amount as rvis_amt,
    case
        when cases.repaid_amount is not null
            then review.platform_time((cases.decided).occurred_at)
    end as rvis_time,
    case when cases.repaid_amount is not null then 'REPAID' end as rvis_flag,
    (cases.reviewed).actor_id as chker,
    review.platform_time((cases.reviewed).occurred_at) as chktime,
    case (cases.reviewed).event
        when 'first_suspect' then 'VIOLATION' when 'first_clear' then 'NONE'
    end as chk_vola_flag,
    review.platform_words(
        (cases.reviewed).reason_code,
        coalesce(
            (cases.reviewed).payload ->> 'basis', (cases.reviewed).payload ->> 'comment'
        )
    ) as chk_opnn,
    (cases.agreed).actor_id as rchker,
    review.platform_time((cases.agreed).occurred_at) as rchk_time,
    case (cases.agreed).event
        when 'second_agree' then 'VIOLATION' when 'second_clear' then 'NONE'
    end as rchk_vola_flag,
    review.platform_words((cases.agreed).reason_code, null) as rchk_opnn,
    case (cases.answered).event
        when 'appeal' then 'APPEALED'
        when 'accept' then 'ACCEPTED'
        when 'deem_accept' then 'DEEMED'
    end as appl_flag,
    (cases.answered).actor_id as appler,
    case when (cases.answered).event = 'appeal' then (cases.answered).amount end
        as appl_amt,
    review.platform_words(
        (cases.answered).reason_code, (cases.answered).payload ->> 'text'
    ) as appl_rea,
    nullif(array_to_string(review.evidence_of(cases.answered), ';'), '') as appl_matl,
    review.platform_time((cases.answered).occurred_at) as appl_time,
    coalesce(
        (cases.escalated).payload ->> 'comment', (cases.escalated).payload ->> 'ground'
    ) as appy_clgl_rea,
    review.platform_time((cases.escalated).occurred_at) as appy_clgl_time,
    (cases.escalated).actor_id as appy_clgl_psn,
    case when (cases.advised).event is not null then 'HELD' end as clgl_flag,
    case
        when (cases.advised).event is not null
            then format(
                '%%s元（基金%%s元）｜%%s', (cases.advised).amount,
                (cases.advised).fund_amount,
                coalesce(
                    (cases.advised).payload ->> 'conclusion',
                    (cases.advised).payload ->> 'session_id'
                )
            )
    end as clgl_ccls,
    case
        when (cases.advised).event is null then null
        when (cases.advised).amount = 0 then 'NONE'
        when (cases.advised).amount < (cases.notice).amount then 'PARTIAL'
        else 'VIOLATION'
    end as chk_procrslt,
    review.platform_time((cases.advised).occurred_at) as clgl_time,
    cases.step as supn_suspt_stas,
    coalesce(
        case when cases.repaid_amount is not null then (cases.decided).actor_id end,
        (cases.settled).actor_id
    ) as opter_id,
    review.platform_time(cases.changed_at) as updt_time,
    (cases.decided).actor_id as finl_chker,
    review.platform_time((cases.decided).occurred_at) as finl_chktime,
    case
        when (cases.decided).event like '%%confirm' then 'VIOLATION'
        when (cases.decided).event like '%%clear' then 'NONE'
    end as finl_chk_vola_flag,
    review.platform_words(
        (cases.decided).reason_code,
        coalesce(
            (cases.decided).payload ->> 'departure', (cases.decided).payload ->> 'basis'
        )
    ) as finl_chk_opnn,
    (cases.decided).fund_amount as finl_chk_amt,
    (cases.decided).amount as finl_vola_amt
from cases
inner join review.hit as hits on cases.hit_id = hits.hit_id
left join marts.dim_rule as rules on hits.rule_id = rules.rule_id
order by cases.hit_id
"""
DETAILS = f"""
{_CASES}
select
    cases.hit_id || '-1' as doc_suspt_detl_id,
    cases.hit_id || '-1' as rid,
    cases.hit_id as doc_suspt_id,
    cases.doc_id,
    cases.task_id,
    coalesce((cases.notice).amount, (cases.agreed).amount) as cnfm_vola_amt,
    (cases.settled).fund_amount as vola_det_amt,
    cases.bkkp_sn as rel_detl_data_id,
    cases.bkkp_sn as feedetl_id,
    cases.setl_id,
    lines.hilist_code,
    lines.hilist_name,
    lines.chrgitm_lv as hilist_lv,
    lines.med_chrgitm_type,
    lines.fee_ocur_time,
    lines.cnt,
    lines.pric,
    lines.det_item_fee_sumamt as sumamt,
    lines.bilg_dr_code as drord_dr_codg,
    cases.mdtrt_id as mdtrtsn,
    lines.bilg_dept_name,
    lines.bilg_dept_codg,
    lines.list_type
from cases
left join staging.stg_fee_list_d as lines on cases.bkkp_sn = lines.bkkp_sn
where cases.bkkp_sn is not null
order by cases.hit_id
"""
