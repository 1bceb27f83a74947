-- What each institution with settlements in the quarter has not delivered for it, or lacks to be
-- compared with others; settlements of the institution lack it too.
with settled as (
    select
        fixmedins_code,
        bool_or(quarter < '{{ var("quarter") }}') as has_history,
        bool_or(quarter = '{{ var("quarter") }}') as has_settlements,
        bool_or(quarter = '{{ var("quarter") }}' and med_type_group = '住院') as has_stays
    from {{ ref('int_settlements') }}
    where standing = 'net'
    group by fixmedins_code
),

placed as (
    select
        settled.fixmedins_code,
        settled.has_history,
        settled.has_stays,
        institutions.bed_count,
        count(*) over (
            partition by institutions.institution_class, institutions.hospital_level
        ) as peers
    from settled
    left join {{ ref('int_institutions') }} as institutions
        on settled.fixmedins_code = institutions.fixmedins_code
    where settled.has_settlements
),

with_operations as (
    select distinct settlements.fixmedins_code
    from {{ ref('int_operations') }} as operations
    inner join {{ ref('int_settlements') }} as settlements
        on operations.setl_id = settlements.setl_id
    where operations.is_in_quarter
),

with_trace_codes as (
    select distinct fixmedins_code
    from {{ ref('int_trace_codes') }}
),

with_drug_stock as (
    select fixmedins_code
    from {{ ref('int_drug_stock') }}
    where is_in_quarter
    group by fixmedins_code
    having count(distinct period) = 3
),

with_selfpay_sales as (
    select distinct fixmedins_code
    from {{ ref('int_selfpay_sales') }}
    where is_in_quarter
)

select
    placed.fixmedins_code,
    {{ words([
        "case when coalesce(placed.bed_count, 0) = 0 then 'bed_count' end",
        "case when with_drug_stock.fixmedins_code is null then 'drug_stock' end",
        "case when placed.has_stays and with_operations.fixmedins_code is null then 'operations' end",
        "case when not placed.has_history then 'own_history' end",
        "case when placed.peers < " ~ threshold('peer_group_min', quarter_start())
        ~ " then 'peer_group' end",
        "case when with_selfpay_sales.fixmedins_code is null then 'selfpay_sales' end",
        "case when with_trace_codes.fixmedins_code is null then 'trace_codes' end"
    ]) }} as missing
from placed
left join with_operations on placed.fixmedins_code = with_operations.fixmedins_code
left join with_trace_codes on placed.fixmedins_code = with_trace_codes.fixmedins_code
left join with_drug_stock on placed.fixmedins_code = with_drug_stock.fixmedins_code
left join with_selfpay_sales on placed.fixmedins_code = with_selfpay_sales.fixmedins_code
