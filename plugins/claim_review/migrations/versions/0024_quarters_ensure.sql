-- raw.fee_list_d → raw.fee_list_d_2025q1 → one partition per batch.

create function raw.ensure_quarter(table_name text, quarter text) returns text
language plpgsql as $$
declare
    name text := format('%s_%s', table_name, lower(quarter));
begin
    if to_regclass(format('raw.%I', name)) is null then
        execute format(
            'create table raw.%I (like raw.%I including defaults)
            partition by list (batch_id)', name, table_name
        );
        -- Attached and not created in its place: whoever reads the table need not wait.
        execute format(
            'alter table raw.%I attach partition raw.%I for values in (%L)',
            table_name, name, quarter
        );
    end if;
    return name;
end
$$;
comment on function raw.ensure_quarter is
'The name of the partition of a quarter in a table of raw, which is made at first.';
