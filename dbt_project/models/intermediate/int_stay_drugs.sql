-- Western and patent drugs (101) that each stay paid by group (40 DRG, 50 DIP) was charged.
select distinct
    lines.mdtrt_id,
    {{ generic_code('lines.med_list_codg') }} as generic_code
from {{ ref('int_fee_lines') }} as lines
inner join {{ ref('int_stays') }} as stays on lines.mdtrt_id = stays.mdtrt_id
where
    lines.list_type = '101'
    and stays.clr_way in ('40', '50')
