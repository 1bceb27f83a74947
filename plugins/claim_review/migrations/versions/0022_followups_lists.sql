-- Whether what a hit was judged by has changed from one knowledge release to another: the
-- point it is about or, where it is about none of them, any point of its rule's lists.
create function review.has_other_points(
    before_release text, after_release text, lists text[], kp_id text
) returns boolean stable language plpgsql as $$
declare
    were_frozen boolean;
begin
    if before_release = after_release then
        return false;
    end if;
    select bool_and(release.point_count is not null) into were_frozen
    from knowledge.release
    where release.release_id in (before_release, after_release);
    if not were_frozen then
        return exists (
            select
            from knowledge.release as old
            cross join knowledge.release as new
            cross join unnest(has_other_points.lists) as of_rule (list_id)
            where
                old.release_id = before_release
                and new.release_id = after_release
                and (
                    old.lists ->> of_rule.list_id is distinct from new.lists ->> of_rule.list_id
                    -- A frozen release has more than the files: it may say anything.
                    or old.point_count is distinct from new.point_count
                )
        );
    end if;
    return exists (
        with said as (
            select
                point.release_id = after_release as is_new,
                (
                    point.list_id, point.kp_id, point.content_sha256, point.facts,
                    point.valid_from, point.valid_to
                )::text as content,
                point.kp_id = has_other_points.kp_id as is_its
            from knowledge.release_point as point
            where
                point.release_id in (before_release, after_release)
                and point.list_id = any(has_other_points.lists)
        )

        select
        from said
        where coalesce(said.is_its, false) or not exists (select from said where said.is_its)
        group by said.content
        having count(distinct said.is_new) = 1
    );
end
$$;
