-- What no figure of a report can exceed, and the quarter's own figures.
select
    max(breakdown.medfee_amount) as fees,
    greatest(
        max(breakdown.hit_fee_amount),
        -- Cases stay when a later run no longer finds their hit.
        (
            select max(of_quarter.amount)
            from (
                select sum(cases.amount) as amount
                from review.hit as cases
                group by cases.quarter
            ) as of_quarter
        )
    ) as claims,
    max(breakdown.settlements) filter (where breakdown.quarter = %(quarter)s) as settlements,
    max(breakdown.institutions) filter (where breakdown.quarter = %(quarter)s)
        as institutions,
    max(breakdown.medfee_amount) filter (where breakdown.quarter = %(quarter)s)
        as medfee_amount,
    max(breakdown.fund_pay_amount) filter (where breakdown.quarter = %(quarter)s)
        as fund_pay_amount,
    max(breakdown.hits) filter (where breakdown.quarter = %(quarter)s) as hits,
    max(breakdown.hit_fee_amount) filter (where breakdown.quarter = %(quarter)s)
        as hit_fee_amount
from marts.mart_review_breakdown as breakdown
where breakdown.dimension = 'total'
