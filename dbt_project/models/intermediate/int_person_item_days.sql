-- On which days a person was charged a listed item, for the lists that look back: days of the
-- quarter's encounters, and earlier days of those people who have such an item in the quarter.
-- What the patient paid alone is here too; inscp_amount tells.
with lists as (
    select distinct list_id
    from {{ ref('int_knowledge_points') }}
    where looks_back
),

current_days as (
    select
        lines.list_id,
        lines.kp_id,
        lines.psn_no,
        lines.mdtrt_id,
        -- A day that was settled in parts belongs to a settlement of the quarter.
        coalesce(min(lines.setl_id) filter (where lines.is_in_quarter), min(lines.setl_id))
            as setl_id,
        min(lines.fixmedins_code) as fixmedins_code,
        max(settlements.hospital_level) as hospital_level,
        min(lines.med_type_group) as med_type_group,
        lines.fee_date,
        sum(lines.quantity)::numeric(16, 4) as quantity,
        sum(lines.inscp_amount)::numeric(16, 2) as inscp_amount,
        count(*)::int as line_count,
        bool_or(lines.is_in_quarter) as is_in_quarter
    from {{ ref('int_listed_lines') }} as lines
    inner join lists on lines.list_id = lists.list_id
    inner join {{ ref('int_settlements') }} as settlements on lines.setl_id = settlements.setl_id
    group by lines.list_id, lines.kp_id, lines.psn_no, lines.mdtrt_id, lines.fee_date
),

people as (
    select distinct psn_no
    from current_days
    where is_in_quarter
),

looking_back as (
    select
        list_id,
        kp_id,
        med_list_codg,
        hilist_code,
        hilist_name
    from {{ ref('int_listed_items') }}
    where looks_back
)

select
    list_id,
    kp_id,
    psn_no,
    mdtrt_id,
    setl_id,
    fixmedins_code,
    hospital_level,
    med_type_group,
    fee_date,
    quantity,
    inscp_amount,
    line_count,
    is_in_quarter
from current_days
union all
select
    looking_back.list_id,
    looking_back.kp_id,
    history.psn_no,
    history.mdtrt_id,
    min(history.setl_id) as setl_id,
    min(history.fixmedins_code) as fixmedins_code,
    max(history.hospital_level) as hospital_level,
    min(history.med_type_group) as med_type_group,
    history.fee_date,
    sum(history.quantity)::numeric(16, 4) as quantity,
    sum(history.inscp_amount)::numeric(16, 2) as inscp_amount,
    sum(history.line_count)::int as line_count,
    false as is_in_quarter
from {{ ref('int_item_history') }} as history
inner join looking_back
    on
        history.med_list_codg = looking_back.med_list_codg
        and history.hilist_code is not distinct from looking_back.hilist_code
        and history.hilist_name is not distinct from looking_back.hilist_name
inner join people on history.psn_no = people.psn_no
group by
    looking_back.list_id, looking_back.kp_id, history.psn_no, history.mdtrt_id, history.fee_date
