-- Encounters that a net settlement stands for, stays and visits alike: their person, place,
-- beginning and last net settlement. A hit on an encounter is a hit on that settlement.
with settlements as (
    select
        mdtrt_id,
        setl_id,
        psn_no,
        fixmedins_code,
        quarter,
        min(coalesce(began_on, setl_time::date)) over (partition by mdtrt_id) as began_on,
        row_number() over (partition by mdtrt_id order by setl_time desc, setl_id desc) as turn
    from {{ ref('int_settlements') }}
    where
        standing = 'net'
        and mdtrt_id is not null
)

select
    mdtrt_id,
    setl_id,
    psn_no,
    fixmedins_code,
    began_on,
    quarter = '{{ var("quarter") }}' as is_in_quarter
from settlements
where turn = 1
