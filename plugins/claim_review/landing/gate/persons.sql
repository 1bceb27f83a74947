-- One row per insured person of the batch.
create unlogged table {target} as
select
    gend,
    brdy,
    deth_date::timestamp >= brdy::timestamp as dies_after_birth
from {psn_info_b}
