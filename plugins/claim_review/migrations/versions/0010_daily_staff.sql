-- Who works on cases and where they are written to. A list replaces the one before it.

create table review.staff_list (
    list_id bigint generated always as identity primary key,
    content_sha256 text not null,
    loaded_by text not null,
    loaded_at timestamptz not null
);
create table review.staff (
    list_id bigint not null references review.staff_list,
    person_id text not null check (btrim(person_id) <> ''),
    role text not null constraint the_role_is_known check (
        role in (
            'REVIEWER1', 'REVIEWER2', 'DISPATCHER', 'APPEAL_REVIEWER',
            'PANEL_SECRETARY', 'AGENCY', 'AGENCY_LEADER', 'LEAD', 'COUNTY_BUREAU',
            'OPERATOR'
        )
    ),
    region text not null constraint the_region_is_a_division
    check (region ~ '^[0-9]{6}$'),
    address text constraint the_address_is_one_mailbox
    check (address ~ '^[^@\s,]+@[^@\s,]+$'),
    primary key (list_id, person_id, role, region)
);
comment on table review.staff is
'People of the third party, the agency and the county bureaus, by list.';
comment on column review.staff.person_id is 'Their number in the log of events; no name.';
comment on column review.staff.region is 'County they see to; 623000 for the whole prefecture.';
comment on column review.staff.address is 'Mailbox; empty for those who are called.';

create trigger rows_stay before update or delete or truncate on review.staff_list
    execute function review.refuse_change();
create trigger rows_stay before update or delete or truncate on review.staff
    execute function review.refuse_change();

-- The list in force at a moment.
create function review.staff_at(as_of timestamptz)
returns table (person_id text, role text, region text, address text)
stable language sql as $$
    select staff.person_id, staff.role, staff.region, staff.address
    from review.staff
    where staff.list_id = (
        select max(list_id) from review.staff_list where loaded_at <= $1
    )
$$;
