-- What one person was charged of one capped item on one day, all encounters together.
select
    psn_no,
    med_list_codg,
    fee_date,
    sum(quantity) as day_quantity,
    count(*) as line_count
from {{ ref('int_listed_lines') }}
where is_daily_capped
group by psn_no, med_list_codg, fee_date
