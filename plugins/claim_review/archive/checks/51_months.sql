-- Each month's sheet of the prefecture balances with the states of the cases.
select
    statement_month, fixmedins_code, opening_cases, confirmed_cases, taken_off_cases,
    listed_cases, withdrawn_cases, closing_cases, closing_amount
from review.statement_imbalance
order by statement_month, fixmedins_code
