-- Nothing is refused for a case beyond what was decided for it.
select
    hits.hit_id,
    review.refused_amount(hits.hit_id) as refused,
    decided.fund_amount as decided
from review.hit as hits
left join lateral review.last_event(hits.hit_id, 0, 'final_confirm', 'reconsider_confirm')
    as decided on true
where
    hits.quarter = %(quarter)s
    and exists (select from review.refusal as entry where entry.hit_id = hits.hit_id)
    and review.refused_amount(hits.hit_id) > coalesce(decided.fund_amount, 0)
order by hits.hit_id
