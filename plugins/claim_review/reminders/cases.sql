-- Where cases stand this morning, of counties where it is a workday. Statements are
-- separated by a line of dashes.
drop table if exists now_case
----
create temporary table now_case on commit drop as
with cases as materialized (
    select * from review.cases_at(%(as_of)s)
),

working as (
    select place.region
    from (select distinct region from cases) as place
    inner join review.workday as today
        on
            review.calendar_region(place.region) = today.region
            and today.day = %(today)s
            and today.is_workday
)

select
    cases.*,
    last.event,
    last.from_state,
    review.day_of(last.occurred_at) as event_day,
    opened.due_day as first_due_day,
    parameter.confirmed_by is not null or opened.hit_id is null as is_confirmed
from cases
inner join working on cases.region = working.region
inner join review.event as last on cases.hit_id = last.hit_id and cases.seq = last.seq
left join review.deadline as opened
    on cases.hit_id = opened.hit_id and cases.seq = opened.event_seq and opened.version = 1
left join review.parameter on opened.parameter_id = parameter.parameter_id
