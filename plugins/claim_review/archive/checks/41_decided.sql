-- What is refused for a case was decided, and the case stands where refused cases do.
select
    hits.hit_id,
    standing.state,
    review.refused_amount(hits.hit_id) as refused,
    decided.fund_amount as decided
from review.hit as hits
left join review.hit_state as standing on hits.hit_id = standing.hit_id
left join lateral review.last_event(hits.hit_id, 0, 'final_confirm', 'reconsider_confirm')
    as decided on true
where
    hits.quarter = %(quarter)s
    and review.refused_amount(hits.hit_id) > 0
    and (
        review.refused_amount(hits.hit_id) > coalesce(decided.fund_amount, 0)
        -- S85: taken up anew, S91: listed, S92: settled.
        or coalesce(standing.state, '-') not in ('S85', 'S91', 'S92')
    )
order by hits.hit_id
