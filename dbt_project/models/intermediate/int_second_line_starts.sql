-- When in the quarter a person was first given a second-line drug, and when last before. Packs and
-- makers of one drug are rows of their own on the list: the drug is what is begun.
with days as (
    select
        days.psn_no,
        limits.item_name,
        days.fee_date,
        days.is_in_quarter
    from {{ ref('int_person_item_days') }} as days
    inner join {{ ref('second_line_drugs') }} as limits
        on days.kp_id = limits.kp_id and {{ in_force('limits', 'days.fee_date') }}
    where days.list_id = 'second_line_drugs'
),

begun as (
    select
        psn_no,
        item_name,
        min(fee_date) as first_day
    from days
    where is_in_quarter
    group by psn_no, item_name
)

select
    begun.psn_no,
    begun.item_name,
    begun.first_day,
    max(earlier.fee_date) as last_day_before
from begun
left join days as earlier
    on
        begun.psn_no = earlier.psn_no
        and begun.item_name = earlier.item_name
        and begun.first_day > earlier.fee_date
group by begun.psn_no, begun.item_name, begun.first_day
