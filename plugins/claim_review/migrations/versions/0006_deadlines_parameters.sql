-- What the bureau may set: how long a step takes, and other numbers of the procedure.

create table review.parameter (
    parameter_id bigint generated always as identity primary key,
    key text not null,
    name text not null,
    value text not null,
    unit text not null,
    region text not null check (region ~ '^[0-9]{6}$'),
    valid_from date not null,
    valid_to date,
    source text not null,
    confirmed_by text,
    confirmed_at timestamptz,
    published_at timestamptz not null,
    unique (key, region, valid_from),
    constraint it_ends_after_it_begins check (valid_to is null or valid_to >= valid_from),
    constraint somebody_confirmed_it_some_day
    check ((confirmed_by is null) = (confirmed_at is null)),
    constraint the_value_is_of_its_unit check (
        case unit
            when 'WORKDAY' then value ~ '^[1-9][0-9]*$'
            when 'NATURAL' then value ~ '^[1-9][0-9]*$'
            when 'COUNT' then value ~ '^[0-9]+$'
            when 'MINUTE' then value ~ '^[0-9]+$'
            when 'HOUR' then value ~ '^[0-9]+$'
            when 'YUAN' then value ~ '^[0-9]+[.][0-9]{2}$'
            when 'BOOL' then value in ('true', 'false')
            when 'TIME' then value ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$'
            when 'OFFSETS' then value ~ '^[-+]?[0-9]+(,[-+]?[0-9]+)*$'
            when 'CHOICE' then value <> ''
            else false
        end
    )
);
comment on table review.parameter is
'Dated settings of the procedure. The row that began last counts; a change is a new row.';
comment on column review.parameter.unit is
'OFFSETS are workdays before (-) and after (+) the last day of a deadline.';
comment on column review.parameter.confirmed_by is
'Who of the bureau confirmed the value; empty as long as it is our proposal.';

create trigger rows_stay before update or delete or truncate on review.parameter
    execute function review.refuse_change();

create function review.parameter_of(of_key text, at_region text, on_day date)
returns review.parameter language plpgsql stable as $$
declare
    found_row review.parameter;
begin
    select parameter.* into found_row
    from review.parameter
    where
        key = of_key
        and region = any(review.regions_of(at_region))
        and on_day between valid_from and coalesce(valid_to, 'infinity')
    order by array_position(review.regions_of(at_region), region), valid_from desc
    limit 1;
    if found_row.parameter_id is null then
        raise exception 'CR-302 parameter % has no value in % on %',
            of_key, at_region, on_day;
    end if;
    return found_row;
end
$$;
