-- Which drugs the guideline has for the operations of a stay; of other operations it says nothing.
-- As in the list, dates are left to the rules.
select distinct
    operations.mdtrt_id,
    guideline.kp_id,
    guideline.valid_from,
    guideline.valid_to
from {{ ref('int_operations') }} as operations
inner join {{ ref('prophylaxis_drugs') }} as guideline
    on starts_with(operations.oprn_oprt_code, guideline.op_prefix)
