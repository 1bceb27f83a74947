-- A box was sold before it came into the institution's stock, or while another institution had
-- it in stock.
with keepers as (
    select distinct fixmedins_code
    from {{ ref('int_trace_stock') }}
),

-- An institution that keeps no such stock may have had the box all the same.
scans as (
    select
        scans.*,
        own.inbound_at
    from {{ ref('int_stocked_scans') }} as scans
    inner join keepers on scans.fixmedins_code = keepers.fixmedins_code
    left join {{ ref('int_trace_stock') }} as own
        on
            scans.drug_trac_codg = own.drug_trac_codg
            and scans.fixmedins_code = own.fixmedins_code
),

wrong as (
    select
        scans.*,
        scans.inbound_at is not null as is_before_inbound
    from scans
    where
        -- By the day: stock is often posted in the evening.
        scans.inbound_at::date > scans.scanned_at::date
        or scans.inbound_at is null
        and exists (
            select 1
            from {{ ref('int_trace_stock') }} as elsewhere
            where
                elsewhere.drug_trac_codg = scans.drug_trac_codg
                and elsewhere.fixmedins_code <> scans.fixmedins_code
                and elsewhere.inbound_at::date < scans.scanned_at::date
                -- A box that left the other institution may have been moved here.
                and (
                    elsewhere.outbound_at is null
                    or elsewhere.outbound_at::date > scans.scanned_at::date
                )
        )
)

select
    setl_id,
    bkkp_sn,
    'trace_code_out_of_order' as kp_id,
    -- Of the boxes on the line, those that cannot have been there.
    (min(quantity) * count(*) / max(codes))::numeric(16, 4) as violating_quantity,
    null as violating_amount,
    null as verdict,
    '追溯码 ' || min(drug_trac_codg)
    || case when count(*) > 1 then ' 等 ' || count(*) || ' 个' else '' end || ' 于 '
    || min(scanned_at)::date || case
        when bool_or(is_before_inbound)
            then ' 售出，早于入库日期 ' || max(inbound_at)::date
        else ' 售出时仍在另一机构库存'
    end as hit_reason,
    {{ evidence({
        'drug_trac_codg': 'min(drug_trac_codg)',
        'wrong_codes': 'count(*)',
        'codes': 'max(codes)',
        'scanned_at': 'min(scanned_at)',
        'inbound_at': 'max(inbound_at)'
    }) }} as evidence
from wrong
group by setl_id, bkkp_sn
