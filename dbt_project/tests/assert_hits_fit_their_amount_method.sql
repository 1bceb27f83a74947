-- Guards the money against a rule whose rows do not say what its card says: without its amount
-- a row of a line rule would put a whole settlement at stake.
select
    rule_id,
    kp_id,
    setl_id,
    bkkp_sn,
    amount_method,
    violating_quantity,
    violating_amount
from {{ ref('hits_judged') }}
where
    violating_amount < 0
    or violating_quantity < 0
    or (amount_method = 'whole_settlement' and bkkp_sn is not null)
    or (amount_method = 'line_share' and bkkp_sn is null and violating_amount is null)
    or (amount_method in ('price_difference', 'excess_amount') and violating_amount is null)
