-- The kinds of workbooks are those of the package; a name is all that is asked here.
alter table review.workbook drop constraint if exists workbook_kind_check;
alter table review.workbook add constraint the_kind_is_a_name
check (kind ~ '^[A-Z]+(_[A-Z]+)*$');

-- The reason of an event with its name on that day, as it is chosen in workbooks.
create function review.reason_in_words(said review.event)
returns text stable language sql as $$
    select format('%s %s', names.reason_code, names.reason_name)
    from review.reason_code as names
    where
        names.reason_code = said.reason_code
        and names.used_for = case said.event
            when 'reopen' then 'REOPEN'
            when 'reconsider' then 'RECONSIDER'
            else 'OVERTURN'
        end
        and names.valid_from <= review.day_of(said.occurred_at)
    order by names.valid_from desc
    limit 1
$$;
