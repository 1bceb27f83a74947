-- Two drugs that harm together, given in one encounter on one day; the second's first line is
-- named.
with pairs as (
    select
        drug_b.setl_id,
        drug_b.bkkp_sn,
        drug_b.quantity,
        drug_b.fee_date,
        limits.kp_id,
        limits.item_a_name,
        limits.item_b_name,
        row_number() over (
            partition by drug_b.mdtrt_id, drug_b.fee_date, limits.kp_id
            order by drug_b.fee_ocur_time nulls last, drug_b.bkkp_sn
        ) as turn
    from {{ ref('int_listed_lines') }} as drug_b
    inner join {{ ref('drug_interactions') }} as limits
        on drug_b.kp_id = limits.kp_id and {{ in_force('limits', 'drug_b.fee_date') }}
    where
        drug_b.list_id = 'drug_interactions:b'
        and drug_b.is_in_quarter
        and exists (
            select 1
            from {{ ref('int_listed_lines') }} as drug_a
            where
                drug_a.list_id = 'drug_interactions:a'
                and drug_a.kp_id = drug_b.kp_id
                and drug_a.mdtrt_id = drug_b.mdtrt_id
                and drug_a.fee_date = drug_b.fee_date
                and drug_a.bkkp_sn <> drug_b.bkkp_sn
        )
)

select
    setl_id,
    bkkp_sn,
    kp_id,
    quantity as violating_quantity,
    null as violating_amount,
    null as verdict,
    fee_date || ' 同日使用 ' || item_a_name || ' 和 ' || item_b_name || '，两药有不良相互作用'
        as hit_reason,
    {{ evidence({
        'fee_date': 'fee_date',
        'item_a': 'item_a_name',
        'item_b': 'item_b_name'
    }) }} as evidence
from pairs
where turn = 1
