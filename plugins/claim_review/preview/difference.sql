-- Hits of a quarter as they are and as a review would find them. What only rewords a hit is no
-- change of it: reason, evidence, the versions of rule and release.
create temporary table hit_difference as
select
    hit_id,
    case
        when before.hit_id is null then 'appeared'
        when after.hit_id is null then 'vanished'
        when
            (
                before.quarter, before.verdict, before.is_case, before.hit_fee_amount,
                before.hit_inscp_amount, before.hit_fund_amount, before.attributed_fund_amount
            ) is distinct from (
                after.quarter, after.verdict, after.is_case, after.hit_fee_amount,
                after.hit_inscp_amount, after.hit_fund_amount, after.attributed_fund_amount
            )
            then 'changed'
        else 'same'
    end as change,
    coalesce(after.rule_id, before.rule_id) as rule_id,
    coalesce(after.fixmedins_code, before.fixmedins_code) as fixmedins_code,
    before.hit_id is not null as is_before,
    after.hit_id is not null as is_after,
    coalesce(before.is_case, false) as is_case_before,
    coalesce(after.is_case, false) as is_case_after,
    coalesce(before.hit_fee_amount, 0) as fee_before,
    coalesce(after.hit_fee_amount, 0) as fee_after,
    coalesce(before.attributed_fund_amount, 0) as fund_before,
    coalesce(after.attributed_fund_amount, 0) as fund_after
from (
    select * from marts.fct_rule_hits where quarter = %(quarter)s
) as before
full join (
    select * from preview_marts.fct_rule_hits where quarter = %(quarter)s
) as after using (hit_id)
