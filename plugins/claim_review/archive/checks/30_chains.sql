-- Events of the quarter's cases follow each other and are what was hashed.
select broken.hit_id, broken.seq, broken.problem
from review.verify_chain() as broken
inner join review.hit as hits on broken.hit_id = hits.hit_id
where hits.quarter = %(quarter)s
order by broken.hit_id, broken.seq
