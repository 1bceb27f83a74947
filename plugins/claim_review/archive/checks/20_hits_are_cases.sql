-- Each hit that people decide on is a case, since the quarter was last reviewed.
select hits.hit_id, hits.rule_id
from marts.fct_rule_hits as hits
where
    hits.quarter = %(quarter)s
    and hits.is_case
    and not exists (select from review.hit as opened where opened.hit_id = hits.hit_id)
    and (
        select runs.status
        from review.run as runs
        where runs.quarter = %(quarter)s
        order by runs.started_at desc
        limit 1
    ) = 'reviewed'
order by hits.hit_id
