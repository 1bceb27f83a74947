-- Whom the batches that came since the last review touch. Run statement by statement with
-- batches, since (first day looked back on), before (first day after the quarter) and
-- seen_until (last day on which an admission may be a readmission after the quarter).

-- No truncate: another session may be reading what it wrote down before.
delete from touched.person;

delete from touched.encounter;

delete from touched.settlement;

-- The encounters and settlements that new rows are about, by whatever version of the row.
create temporary table changed (mdtrt_id text, setl_id text) on commit drop;

insert into changed
select
    versions.mdtrt_id,
    versions.setl_id
from raw.setl_d as versions
where versions.setl_id in (
    select new_rows.setl_id
    from raw.setl_d as new_rows
    where new_rows.batch_id = any(%(batches)s)
)
union
-- A reversal touches what it takes back.
select
    null as mdtrt_id,
    new_rows.init_setl_id as setl_id
from raw.setl_d as new_rows
where new_rows.batch_id = any(%(batches)s) and new_rows.init_setl_id is not null
union
select
    versions.mdtrt_id,
    null as setl_id
from raw.mdtrt_d as versions
where versions.mdtrt_id in (
    select new_rows.mdtrt_id
    from raw.mdtrt_d as new_rows
    where new_rows.batch_id = any(%(batches)s)
)
union
select
    versions.mdtrt_id,
    versions.setl_id
from raw.fee_list_d as versions
where versions.bkkp_sn in (
    select new_rows.bkkp_sn
    from raw.fee_list_d as new_rows
    where new_rows.batch_id = any(%(batches)s)
    union
    select new_rows.bkkp_sn
    from raw.fee_trac_d as new_rows
    where new_rows.batch_id = any(%(batches)s)
)
union
select
    versions.mdtrt_id,
    null as setl_id
from raw.setl_diag_list_d as versions
where versions.diag_info_id in (
    select new_rows.diag_info_id
    from raw.setl_diag_list_d as new_rows
    where new_rows.batch_id = any(%(batches)s)
)
union
select
    versions.mdtrt_id,
    versions.setl_id
from raw.mdcs_fund_setl_list_oprn_d as versions
where versions.setl_list_oprn_id in (
    select new_rows.setl_list_oprn_id
    from raw.mdcs_fund_setl_list_oprn_d as new_rows
    where new_rows.batch_id = any(%(batches)s)
);

analyze changed;

-- Those of people who settled before the end of the quarter, or were admitted so soon after it
-- that it may be a readmission. Dates are text that begins with year, month and day.
insert into touched.person
select distinct coalesce(settlements.psn_no, '')
from raw.setl_d as settlements
where
    left(settlements.setl_time, 10) >= %(since)s
    and left(settlements.setl_time, 10) < %(before)s
    and (
        settlements.mdtrt_id in (select changed.mdtrt_id from changed)
        or settlements.setl_id in (select changed.setl_id from changed)
    )
union
select distinct coalesce(encounters.psn_no, '')
from raw.mdtrt_d as encounters
inner join changed on encounters.mdtrt_id = changed.mdtrt_id
where
    left(encounters.begntime, 10) >= %(since)s
    and left(encounters.begntime, 10) <= %(seen_until)s
    and (
        encounters.med_type is null
        or ltrim(split_part(encounters.med_type, '.', 1), '0 ') in (
            select med_types.med_type
            from lists.med_types as med_types
            where med_types.med_type_group = '住院'
        )
    );

-- A box that was sold twice touches both buyers.
insert into touched.person
select distinct coalesce(settlements.psn_no, '')
from raw.fee_trac_d as mine
inner join raw.fee_trac_d as theirs
    on mine.drug_trac_codg = theirs.drug_trac_codg and mine.bkkp_sn <> theirs.bkkp_sn
inner join raw.fee_list_d as lines on theirs.bkkp_sn = lines.bkkp_sn
inner join raw.setl_d as settlements on lines.setl_id = settlements.setl_id
where
    left(settlements.setl_time, 10) >= %(since)s
    and left(settlements.setl_time, 10) < %(before)s
    and (
        mine.mdtrt_id in (select changed.mdtrt_id from changed)
        or mine.setl_id in (select changed.setl_id from changed)
    )
on conflict do nothing;
