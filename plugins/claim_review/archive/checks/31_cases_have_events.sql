-- Each case has events.
select hits.hit_id
from review.hit as hits
where
    hits.quarter = %(quarter)s
    and not exists (select from review.event as happened where happened.hit_id = hits.hit_id)
order by hits.hit_id
