-- Every hit of the rules in force that may stand: in the rule's scope and dates, with
-- the information it needs, and with its verdict after the exemptions and gates that
-- belong to all rules (domain notes §7.6).
with found as (
    select
        hits.*,
        rules.verdict as card_verdict,
        rules.status as rule_status,
        rules.amount_method,
        rules.priority,
        rules.effective_from,
        rules.effective_to,
        rules.sql_sha256 as rule_version,
        settlements.mdtrt_id,
        settlements.psn_no,
        settlements.fixmedins_code,
        settlements.insu_admdvs as payer_admdvs,
        settlements.quarter as settlement_quarter,
        settlements.medfee_sumamt,
        settlements.inscp_amt,
        settlements.fund_net_amount,
        settlements.clr_way,
        settlements.batch_id,
        lines.med_list_codg,
        lines.quantity,
        lines.fee_amount,
        lines.inscp_amount,
        coalesce(gates.fails_d02, false)
        or coalesce(gates.fails_d03, false)
        or coalesce(lines.is_scope_derived, false) as fails_a_gate,
        coalesce(lines.fee_date, settlements.setl_time::date) as judged_on
    from {{ ref('rule_hits_in_force') }} as hits
    inner join {{ ref('rules_in_force') }} as rules on hits.rule_id = rules.rule_id
    inner join {{ ref('int_settlements') }} as settlements on hits.setl_id = settlements.setl_id
    left join {{ ref('int_settlement_gates') }} as gates on hits.setl_id = gates.setl_id
    left join {{ ref('int_fee_lines') }} as lines on hits.bkkp_sn = lines.bkkp_sn
    where
        {{ is_about('rules', 'settlements') }}
        and not coalesce(gates.missing, '{}') && rules.needs
        and rules.undelivered = '{}'
        -- A line rule may see lines of earlier mid-stay settlements; those were judged
        -- in their own quarter.
        and (hits.bkkp_sn is null or coalesce(lines.is_in_quarter, true))
),

-- Lines whose code a crosswalk that nobody has approved yet took for a listed item.
unsure as (
    select distinct bkkp_sn
    from {{ ref('int_listed_lines') }}
    where is_unapproved_mapping
),

accepted as (
    select distinct
        found.rule_id,
        found.setl_id,
        found.bkkp_sn,
        found.kp_id
    from found
    left join {{ ref('int_institutions') }} as institutions
        on found.fixmedins_code = institutions.fixmedins_code
    inner join {{ ref('accepted_exceptions') }} as exceptions
        on
            found.rule_id = exceptions.rule_id
            and found.fixmedins_code = coalesce(exceptions.fixmedins_code, found.fixmedins_code)
            and coalesce(found.med_list_codg, '')
            = coalesce(exceptions.med_list_codg, found.med_list_codg, '')
            and found.psn_no = coalesce(exceptions.psn_no, found.psn_no)
            and coalesce(institutions.county_code, '')
            = coalesce(exceptions.county_code, institutions.county_code, '')
            and {{ in_force('exceptions', 'found.judged_on') }}
),

-- Verdicts as numbers, so that lowering by one level is arithmetic.
weighed as (
    select
        found.*,
        accepted.rule_id is not null as is_accepted,
        case coalesce(found.verdict, found.card_verdict)
            when 'hard' then case when unsure.bkkp_sn is null then 3 else 2 end
            when 'suspect' then 2
            when 'alert' then 1
            else 0
        end as found_weight,
        -- G-2: nothing was in scope of the fund, so the fund paid nothing wrongly. Rules that
        -- are not about money speak all the same.
        found.bkkp_sn is not null and found.inscp_amount = 0 and found.amount_method <> 'none'
            as is_self_paid
    from found
    left join accepted
        on
            found.rule_id = accepted.rule_id
            and found.setl_id = accepted.setl_id
            and found.bkkp_sn is not distinct from accepted.bkkp_sn
            and found.kp_id = accepted.kp_id
    left join unsure on found.bkkp_sn = unsure.bkkp_sn
    where
        found.judged_on >= coalesce(found.effective_from, date '-infinity')
        and found.judged_on <= coalesce(found.effective_to, date 'infinity')
)

select
    *,
    case
        when found_weight = 0 then 'gate'
        when is_accepted then 'alert'
        -- G-12: a settlement that fails a data gate is judged one level milder.
        when found_weight - fails_a_gate::int >= 3 then 'hard'
        when found_weight - fails_a_gate::int = 2 then 'suspect'
        else 'alert'
    end as final_verdict
from weighed
where not is_self_paid
