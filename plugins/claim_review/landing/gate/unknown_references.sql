-- References of the batch to rows that neither it nor an earlier batch brought.
create unlogged table {unknown_settlements} as
select named.setl_id
from (select distinct setl_id from {fee_list_d} where setl_id is not null) as named
where not exists (select from {setl_d} as here where here.setl_id = named.setl_id)
  and not exists (select from raw.setl_d as before where before.setl_id = named.setl_id);

create unlogged table {unknown_encounters} as
select named.mdtrt_id
from (
    select mdtrt_id from {fee_list_d} where mdtrt_id is not null
    union
    select mdtrt_id from {setl_d} where mdtrt_id is not null
    union
    select mdtrt_id from {setl_diag_list_d} where mdtrt_id is not null
) as named
where not exists (select from {mdtrt_d} as here where here.mdtrt_id = named.mdtrt_id)
  and not exists (select from raw.mdtrt_d as before where before.mdtrt_id = named.mdtrt_id);

create unlogged table {unknown_persons} as
select named.psn_no
from (select distinct psn_no from {setl_d} where psn_no is not null) as named
where not exists (select from {psn_info_b} as here where here.psn_no = named.psn_no)
  and not exists (select from raw.psn_info_b as before where before.psn_no = named.psn_no);

create unlogged table {unknown_institutions} as
select named.fixmedins_code
from (select distinct fixmedins_code from {setl_d} where fixmedins_code is not null) as named
where not exists (
    select from {fixmedins_b} as here where here.fixmedins_code = named.fixmedins_code
)
  and not exists (
    select from raw.fixmedins_b as before where before.fixmedins_code = named.fixmedins_code
)
