-- Each hit has the name that its rule, knowledge point and unit give it, once.
select
    hit_id,
    count(*) as hits,
    min(quarter) as quarter
from marts.fct_rule_hits
where
    hit_id in (
        select found.hit_id
        from marts.fct_rule_hits as found
        where found.quarter = %(quarter)s
    )
group by hit_id, rule_id, kp_id, setl_id, bkkp_sn
having
    count(*) > 1
    -- As models/hits/hit_amounts.sql makes it.
    or hit_id <> rule_id || '-' || left(
        encode(
            sha256(convert_to(concat_ws('|', rule_id, kp_id, setl_id, bkkp_sn), 'UTF8')), 'hex'
        ), 20
    )
order by hit_id
