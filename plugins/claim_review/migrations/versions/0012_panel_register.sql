-- Who may be drawn for a panel (§1.5). A list replaces the one before it.

create table review.expert_list (
    list_id bigint generated always as identity primary key,
    content_sha256 text not null,
    loaded_by text not null,
    loaded_at timestamptz not null
);
create table review.expert (
    list_id bigint not null references review.expert_list,
    expert_id text not null constraint the_expert_has_a_number
    check (btrim(expert_id) <> ''),
    specialty text not null constraint the_specialty_is_named
    check (btrim(specialty) <> ''),
    is_senior_clinician boolean not null,
    is_pharmacist boolean not null,
    is_policy boolean not null,
    employer text,
    earlier_employer text,
    employed_until date,
    county text not null constraint the_county_is_a_division
    check (county ~ '^[0-9]{6}$'),
    community text,
    address text constraint the_address_is_one_mailbox
    check (address ~ '^[^@\s,]+@[^@\s,]+$'),
    primary key (list_id, expert_id),
    constraint who_left_left_on_a_day
    check ((earlier_employer is null) = (employed_until is null))
);
comment on table review.expert is 'Experts who may sit on panels (合议), by list.';
comment on column review.expert.expert_id is 'Their number in panels and votes; no name.';
comment on column review.expert.is_senior_clinician is 'Clinician of 副高 rank or above.';
comment on column review.expert.employer is
'fixmedins_code; empty for those whom no institution employs.';
comment on column review.expert.county is 'Division in which they work.';
comment on column review.expert.community is 'Medical community (医共体) they belong to.';

create table review.community_member (
    list_id bigint not null references review.expert_list,
    fixmedins_code text not null,
    community text not null constraint the_community_is_named
    check (btrim(community) <> ''),
    primary key (list_id, fixmedins_code)
);
comment on table review.community_member is 'Institutions of medical communities (医共体).';

create trigger rows_stay before update or delete or truncate on review.expert_list
    execute function review.refuse_change();
create trigger rows_stay before update or delete or truncate on review.expert
    execute function review.refuse_change();
create trigger rows_stay before update or delete or truncate on review.community_member
    execute function review.refuse_change();

create function review.expert_list_at(as_of timestamptz)
returns bigint stable language sql as $$
    select max(list_id) from review.expert_list where loaded_at <= $1
$$;

-- The institutions of the prefecture itself stand in its seat, 合作市.
create function review.seat_of(division text) returns text immutable language sql as $$
    select case when $1 in ('623000', '623099') then '623001' else $1 end
$$;

-- Experts who must not judge these cases, each with the first ground that holds.
-- A hospital and a pharmacy do not compete; where one of them is not known, they do.
create function review.recusals(hit_ids text[], of_list bigint, as_of timestamptz)
returns table (expert_id text, ground text, fixmedins_code text)
stable language plpgsql as $$
begin
    return query
    select distinct on (experts.expert_id)
        experts.expert_id, conflict.ground, cases.fixmedins_code
    from review.expert as experts
    cross join (
        select hits.fixmedins_code, hits.region, array_agg(hits.hit_id) as hit_ids
        from review.hit as hits
        where hits.hit_id = any(recusals.hit_ids)
        group by hits.fixmedins_code, hits.region
    ) as cases
    left join review.community_member as theirs
        on
            experts.list_id = theirs.list_id
            and cases.fixmedins_code = theirs.fixmedins_code
    left join review.community_member as own
        on experts.list_id = own.list_id and experts.employer = own.fixmedins_code
    left join marts.dim_institution as institution
        on cases.fixmedins_code = institution.fixmedins_code
    left join marts.dim_institution as employer
        on experts.employer = employer.fixmedins_code
    cross join lateral (
        values
        (1, 'EMPLOYED', experts.employer = cases.fixmedins_code),
        (
            2, 'EMPLOYED_BEFORE',
            experts.earlier_employer = cases.fixmedins_code
            and experts.employed_until >= review.day_of(as_of) - interval '2 years'
        ),
        (3, 'COMMUNITY', theirs.community in (experts.community, own.community)),
        (
            4, 'COMPETITOR',
            experts.employer <> cases.fixmedins_code
            and review.seat_of(experts.county) = review.seat_of(cases.region)
            and coalesce(institution.fixmedins_type = employer.fixmedins_type, true)
        ),
        (
            5, 'ACTED',
            exists (
                select
                from review.event as happened
                where
                    happened.hit_id = any(cases.hit_ids)
                    and happened.actor_id = experts.expert_id
            )
        )
    ) as conflict (place, ground, holds)
    where experts.list_id = of_list and conflict.holds
    order by experts.expert_id, conflict.place, cases.fixmedins_code;
end
$$;
