-- What each candidate of a release leaves to the others. Statements are separated by a
-- line of dashes; `candidate` holds the starter rows when this begins.

-- Loaded points that are approved. A replaced file ends the day before its successor.
insert into candidate (
    list_id, kp_id, content_sha256, item_key, item_code, item_name, facts, basis,
    basis_text, published_at, validity, scope, override_of, source, source_id,
    source_row, approved_by, approved_at, is_loaded
)
select
    point.list_id,
    point.kp_id,
    point.content_sha256,
    point.item_key,
    point.item_code,
    point.item_name,
    point.facts,
    point.basis,
    point.basis_text,
    point.published_at,
    daterange(point.valid_from, least(point.valid_to, successor.eve), '[]'),
    point.scope,
    point.override_of,
    concat(file.file_name, ' ', point.source_sheet, '!', point.source_row),
    point.source_id,
    point.source_row,
    point.approved_by,
    point.approved_at,
    true
from knowledge.point as point
inner join knowledge.source_file as file using (source_id)
left join (
    select
        replaces as source_id,
        min(valid_from) - 1 as eve
    from knowledge.source_file as later
    where
        replaces is not null
        and exists (
            select from knowledge.point as point
            where point.source_id = later.source_id and point.status = 'approved'
        )
    group by replaces
) as successor using (source_id)
where
    point.status = 'approved'
    and point.valid_from <= coalesce(successor.eve, point.valid_from)
----
analyze candidate
----
-- The narrower scope before the wider, the loaded before the starter (in lists of
-- indications the starter, which alone says them in diagnoses), the newer before the
-- older. Rows of one file never override each other.
update candidate set
    rank = ranked.rank
from (
    select
        row_id,
        dense_rank() over (
            order by
                array_position(array['national', 'province', 'prefecture'], scope),
                is_loaded <> (list_id = any(%(in_words)s)),
                case when is_loaded then published_at end,
                source_id
        ) as rank
    from candidate
) as ranked
where ranked.row_id = candidate.row_id
----
-- What an attachment does not say (whether a pair may be bypassed) the library still says,
-- be it of the item's code or of its name; and where it says nothing, the list's default.
with starter as (
    select distinct on (list_id, item_key)
        list_id,
        item_key,
        item_code,
        item_name,
        facts
    from candidate
    where not is_loaded and not list_id = any(%(in_words)s)
    order by list_id, item_key, lower(validity) desc nulls last, kp_id, content_sha256
),

said as (
    select
        loaded.row_id,
        coalesce(
            same.facts,
            case when count(named.facts) = 1 then min(named.facts::text)::jsonb end,
            '{}'
        ) - 'hilist_name' as facts
    from candidate as loaded
    left join starter as same using (list_id, item_key)
    left join starter as named
        on
            loaded.list_id = named.list_id
            and loaded.item_name = named.item_name
            and named.item_code is null
    where loaded.is_loaded
    group by loaded.row_id, same.facts
)

update candidate set
    facts = coalesce(%(defaults)s::jsonb -> list_id, '{}') || said.facts || candidate.facts
from said
where candidate.row_id = said.row_id
----
create temp table covered on commit drop as
select
    lower.row_id,
    range_agg(higher.validity) as days
from (
    select
        lower.row_id,
        higher.row_id as higher_id
    from candidate as lower
    inner join candidate as higher using (list_id, item_key)
    where higher.rank > lower.rank
    union
    -- A row that knows its item by name only is about the same as one that has its codes.
    select
        lower.row_id,
        higher.row_id
    from candidate as lower
    inner join candidate as higher using (list_id, item_name)
    where
        higher.rank > lower.rank
        and (lower.item_code is null) <> (higher.item_code is null)
    union
    select
        lower.row_id,
        higher.row_id
    from candidate as lower
    inner join candidate as higher
        on lower.list_id = higher.list_id and lower.kp_id = higher.override_of
    where higher.rank > lower.rank
) as pair
inner join candidate as lower using (row_id)
inner join candidate as higher on pair.higher_id = higher.row_id
group by lower.row_id
----
insert into knowledge.release_point (
    release_id, list_id, kp_id, content_sha256, item_key, item_code, item_name, facts,
    basis, basis_text, published_at, valid_from, valid_to, scope, override_of, source,
    source_id, source_row, approved_by, approved_at
)
select
    %(release_id)s,
    list_id,
    kp_id,
    content_sha256,
    item_key,
    item_code,
    item_name,
    facts,
    basis,
    basis_text,
    published_at,
    lower(days_left),
    upper(days_left) - 1,
    scope,
    override_of,
    source,
    source_id,
    source_row,
    approved_by,
    approved_at
from candidate
left join covered using (row_id)
cross join lateral unnest(
    datemultirange(validity) - coalesce(days, '{}'::datemultirange)
) as days_left
----
insert into knowledge.release_crosswalk (
    release_id, system, national_code, local_code, valid_from, valid_to, is_approved
)
select
    %(release_id)s,
    system,
    national_code,
    local_code,
    valid_from,
    nullif(max(coalesce(valid_to, 'infinity')), 'infinity'),
    bool_or(status = 'approved')
from knowledge.crosswalk
where status in ('proposed', 'approved')
group by system, national_code, local_code, valid_from
