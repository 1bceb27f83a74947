-- Each case has its hit, unless a review after the one that opened it found it no more.
select opened.hit_id, opened.rule_id
from review.hit as opened
where
    opened.quarter = %(quarter)s
    and not exists (select from marts.fct_rule_hits as hits where hits.hit_id = opened.hit_id)
    and (
        select count(*)
        from review.run as runs
        where runs.quarter = %(quarter)s and runs.status = 'reviewed'
    ) < 2
order by opened.hit_id
