-- What dbt made before it made these two by quarter (macros/postgres__create_table_as.sql).

do $$
declare
    name text;
    quarters text[];
    quarter text;
begin
    foreach name in array array['fct_rule_hits', 'fct_institution_signals'] loop
        if not exists (
            select from pg_class
            where oid = to_regclass(format('marts.%I', name)) and relkind = 'r'
        ) then
            continue;
        end if;
        execute format('alter table marts.%I rename to %I', name, name || '_flat');
        execute format(
            'create table marts.%I (like marts.%I including all)
            partition by list (quarter)', name, name || '_flat'
        );
        execute format('select array_agg(distinct quarter) from marts.%I', name || '_flat')
        into quarters;
        foreach quarter in array coalesce(quarters, '{}') loop
            execute format(
                'create table marts.%I partition of marts.%I for values in (%L)',
                format('%s_%s', name, lower(quarter)), name, quarter
            );
        end loop;
        execute format('insert into marts.%I select * from marts.%I', name, name || '_flat');
        execute format('drop table marts.%I', name || '_flat');
    end loop;
end
$$;
