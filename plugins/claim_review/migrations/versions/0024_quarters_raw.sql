-- No row is written anew: the partitions of the batches are taken off and put under their
-- quarters. Views that dbt made on them are put back as they were.

do $$
declare
    flat record;
    batch record;
    kept record;
    quarter_table text;
begin
    create temp table reader_of_raw on commit drop as
    with recursive reader (oid) as (
        select rules.ev_class
        from pg_partitioned_table as flats
        inner join pg_class as classes on flats.partrelid = classes.oid
        inner join pg_depend as uses on classes.oid = uses.refobjid
        inner join pg_rewrite as rules on uses.objid = rules.oid
        where
            classes.relnamespace = 'raw'::regnamespace
            and uses.classid = 'pg_rewrite'::regclass
            and uses.refclassid = 'pg_class'::regclass
        union
        select rules.ev_class
        from reader
        inner join pg_depend as uses on reader.oid = uses.refobjid
        inner join pg_rewrite as rules on uses.objid = rules.oid
        where
            uses.classid = 'pg_rewrite'::regclass
            and uses.refclassid = 'pg_class'::regclass
            and rules.ev_class <> reader.oid
    )

    select
        reader.oid,
        reader.oid::regclass::text as name,
        pg_get_viewdef(reader.oid) as body,
        obj_description(reader.oid, 'pg_class') as remark
    from reader;

    for kept in select * from reader_of_raw order by oid desc loop
        execute format('drop view %s', kept.name);
    end loop;

    for flat in
        select classes.oid, classes.relname as name
        from pg_partitioned_table as flats
        inner join pg_class as classes on flats.partrelid = classes.oid
        where classes.relnamespace = 'raw'::regnamespace
        order by classes.relname
    loop
        execute format('alter table raw.%I rename to %I', flat.name, flat.name || '_flat');
        execute format(
            'create table raw.%I (
                like raw.%I including defaults,
                batch_quarter text not null
            ) partition by list (batch_quarter)', flat.name, flat.name || '_flat'
        );
        execute format(
            'comment on column raw.%I.batch_quarter is %L', flat.name,
            'Quarter that the batch is about; a row''s own is that of its setl_time.'
        );
        for batch in
            select
                parts.inhrelid::regclass::text as name,
                batches.batch_id,
                batches.quarter
            from pg_inherits as parts
            inner join pg_class as classes on parts.inhrelid = classes.oid
            inner join raw.batch as batches
                on pg_get_expr(classes.relpartbound, classes.oid)
                = format('FOR VALUES IN (%L)', batches.batch_id)
            where parts.inhparent = flat.oid and batches.status = 'loaded'
            order by batches.load_number
        loop
            execute format('alter table raw.%I detach partition %s', flat.name || '_flat', batch.name);
            -- A constant default is written in the catalogue, not in the rows.
            execute format(
                'alter table %s add batch_quarter text not null default %L',
                batch.name, batch.quarter
            );
            quarter_table := raw.ensure_quarter(flat.name, batch.quarter);
            execute format(
                'alter table raw.%I attach partition %s for values in (%L)',
                quarter_table, batch.name, batch.batch_id
            );
        end loop;
        if exists (select from pg_inherits where inhparent = flat.oid) then
            raise exception 'raw.% holds partitions of batches that raw.batch does not know',
                flat.name;
        end if;
        execute format('drop table raw.%I', flat.name || '_flat');
    end loop;

    for kept in select * from reader_of_raw order by oid loop
        execute format('create view %s as %s', kept.name, kept.body);
        if kept.remark is not null then
            execute format('comment on view %s is %L', kept.name, kept.remark);
        end if;
    end loop;
end
$$;

-- They went with the tables; each finds the index of a batch again.
create index fee_list_by_line on raw.fee_list_d (bkkp_sn);
create index setl_by_settlement on raw.setl_d (setl_id);
create index mdtrt_by_encounter on raw.mdtrt_d (mdtrt_id);
