-- What one person was charged of one capped item on one day, all encounters together. What the
-- patient paid alone uses up no cap (G-2): a second bed for the family is no bed of the fund.
select
    psn_no,
    kp_id,
    fee_date,
    sum(quantity) as day_quantity,
    count(*) as line_count
from {{ ref('int_listed_lines') }}
where
    list_id = 'daily_caps'
    and inscp_amount > 0
group by psn_no, kp_id, fee_date
