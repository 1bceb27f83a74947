-- All encounters and settlements of the touched people, and the people who share one. Run until
-- no one is added.

insert into touched.settlement
select distinct settlements.setl_id
from raw.setl_d as settlements
where coalesce(settlements.psn_no, '') in (select person.psn_no from touched.person)
on conflict do nothing;

insert into touched.encounter
select settlements.mdtrt_id
from raw.setl_d as settlements
where
    coalesce(settlements.psn_no, '') in (select person.psn_no from touched.person)
    and settlements.mdtrt_id is not null
union
select encounters.mdtrt_id
from raw.mdtrt_d as encounters
where coalesce(encounters.psn_no, '') in (select person.psn_no from touched.person)
on conflict do nothing;

analyze touched.person;

analyze touched.settlement;

analyze touched.encounter;

insert into touched.person
select coalesce(settlements.psn_no, '')
from raw.setl_d as settlements
where
    settlements.mdtrt_id in (select encounter.mdtrt_id from touched.encounter)
    or settlements.setl_id in (select settlement.setl_id from touched.settlement)
union
select coalesce(encounters.psn_no, '')
from raw.mdtrt_d as encounters
where encounters.mdtrt_id in (select encounter.mdtrt_id from touched.encounter)
on conflict do nothing;
