-- Hits of a quarter as they are and as a review would find them. What only rewords a hit is no
-- change of it: reason, evidence, the versions of rule and release.
create temporary table hit_difference as
select
    hit_id,
    case
        when is_.hit_id is null then 'appeared'
        when next.hit_id is null then 'vanished'
        when
            (
                is_.quarter, is_.verdict, is_.is_case, is_.hit_fee_amount,
                is_.hit_inscp_amount, is_.hit_fund_amount, is_.attributed_fund_amount
            ) is distinct from (
                next.quarter, next.verdict, next.is_case, next.hit_fee_amount,
                next.hit_inscp_amount, next.hit_fund_amount, next.attributed_fund_amount
            )
            then 'changed'
        else 'same'
    end as change,
    coalesce(next.rule_id, is_.rule_id) as rule_id,
    coalesce(next.fixmedins_code, is_.fixmedins_code) as fixmedins_code,
    is_.hit_id is not null as is_before,
    next.hit_id is not null as is_after,
    coalesce(is_.is_case, false) as is_case_before,
    coalesce(next.is_case, false) as is_case_after,
    coalesce(is_.hit_fee_amount, 0) as fee_before,
    coalesce(next.hit_fee_amount, 0) as fee_after,
    coalesce(is_.attributed_fund_amount, 0) as fund_before,
    coalesce(next.attributed_fund_amount, 0) as fund_after
from (
    select * from marts.fct_rule_hits where quarter = %(quarter)s
) as is_
full join (
    select * from preview_marts.fct_rule_hits where quarter = %(quarter)s
) as next using (hit_id)
