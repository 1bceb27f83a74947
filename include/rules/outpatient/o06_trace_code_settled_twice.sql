-- The trace code of one box was settled more than once; every settlement but the first is
-- flagged. 24 months are looked back on.
with scans as (
    select
        scans.*,
        -- Pharmacies sell boxes whole; a box of the pool's money is sold once.
        coalesce(scans.fixmedins_type = '2' and scans.fund_pay_sumamt > 0, false)
            as is_pooled_sale,
        dense_rank() over (
            partition by scans.drug_trac_codg
            order by scans.setl_time, scans.setl_id
        ) as place
    from {{ ref('int_trace_scans') }} as scans
    where
        -- A hospital that gives out a part of a box scans its code each time.
        not (coalesce(scans.fixmedins_type, '') = '1' and scans.quantity < 1)
),

boxes as (
    select
        drug_trac_codg,
        min(setl_time)::date as first_settled_on,
        count(distinct setl_id) as settlements,
        count(distinct fixmedins_code) as institutions,
        count(distinct psn_no) as persons,
        count(distinct case when is_pooled_sale then setl_id end) as pooled_sales,
        count(distinct case when is_pooled_sale then fixmedins_code end) as pooled_pharmacies,
        count(distinct case when is_pooled_sale then psn_no end) as pooled_persons
    from scans
    group by drug_trac_codg
),

flagged as (
    select
        scans.setl_id,
        scans.bkkp_sn,
        min(scans.quantity) as quantity,
        count(*) as repeated_codes,
        min(scans.drug_trac_codg) as drug_trac_codg,
        min(boxes.first_settled_on) as first_settled_on,
        max(boxes.settlements) as settlements,
        max(boxes.institutions) as institutions,
        max(boxes.persons) as persons,
        bool_or(
            scans.is_pooled_sale
            and (
                boxes.pooled_persons > 1
                or (
                    boxes.pooled_sales
                    >= {{ threshold('trace_sales_hard', quarter_start()) }}
                    and boxes.pooled_pharmacies
                    >= {{ threshold('trace_outlets_hard', quarter_start()) }}
                )
            )
        ) as is_certain
    from scans
    inner join boxes on scans.drug_trac_codg = boxes.drug_trac_codg
    where
        scans.place > 1
        and scans.is_in_quarter
        -- A code of another length was typed by hand: that is O-07's business.
        and length(scans.drug_trac_codg)
        = {{ threshold('trace_code_length', 'scans.setl_time::date') }}
    group by scans.setl_id, scans.bkkp_sn
)

select
    flagged.setl_id,
    flagged.bkkp_sn,
    'trace_code_settled_twice' as kp_id,
    -- Of the boxes on the line, those whose codes had been settled.
    case
        when codes.codes >= flagged.repeated_codes
            then flagged.quantity * flagged.repeated_codes / codes.codes
        else least(flagged.quantity, flagged.repeated_codes)
    end::numeric(16, 4) as violating_quantity,
    null as violating_amount,
    case when not flagged.is_certain then 'suspect' end as verdict,
    '追溯码 ' || flagged.drug_trac_codg
    || case when flagged.repeated_codes > 1 then ' 等 ' || flagged.repeated_codes || ' 个' else '' end
    || ' 已于 ' || flagged.first_settled_on || ' 首次结算，共 ' || flagged.settlements
    || ' 次结算，涉及 ' || flagged.institutions || ' 家机构 ' || flagged.persons || ' 人' as hit_reason,
    {{ evidence({
        'drug_trac_codg': 'flagged.drug_trac_codg',
        'repeated_codes': 'flagged.repeated_codes',
        'first_settled_on': 'flagged.first_settled_on',
        'settlements': 'flagged.settlements',
        'institutions': 'flagged.institutions',
        'persons': 'flagged.persons'
    }) }} as evidence
from flagged
left join {{ ref('int_trace_codes') }} as codes on flagged.bkkp_sn = codes.bkkp_sn
where
    not exists (
        select 1
        from {{ ref('int_listed_lines') }} as split
        inner join {{ ref('splittable_drugs') }} as drugs
            on split.kp_id = drugs.kp_id and {{ in_force('drugs', 'split.fee_date') }}
        where split.list_id = 'splittable_drugs' and split.bkkp_sn = flagged.bkkp_sn
    )
