-- Operations of encounters that stand, from the settlement lists and, where those do not have
-- it, from the encounter itself. The class of the cut is read where it is unmistakable
-- (Ⅰ/甲, II类, 3/乙); codes without a published dictionary are not guessed.
with recorded as (
    select
        setl_list_oprn_id,
        mdtrt_id,
        oprn_oprt_code,
        oprn_oprt_name,
        coalesce(main_oprn_flag = '1', false) as is_main,
        oprn_oprt_date::date as operated_on,
        oper_dr_code,
        translate(upper(sinc_heal_lv), 'ⅠⅡⅢ', '123') as incision
    from {{ ref('stg_mdcs_fund_setl_list_oprn_d') }}
),

operations as (
    select * from recorded
    union all
    select
        'encounter-' || encounters.mdtrt_id as setl_list_oprn_id,
        encounters.mdtrt_id,
        encounters.oprn_oprt_code,
        null as oprn_oprt_name,
        true as is_main,
        null::date as operated_on,
        null as oper_dr_code,
        null as incision
    from {{ ref('stg_mdtrt_d') }} as encounters
    left join recorded
        on
            encounters.mdtrt_id = recorded.mdtrt_id
            and encounters.oprn_oprt_code = recorded.oprn_oprt_code
    where
        encounters.oprn_oprt_code is not null
        and recorded.mdtrt_id is null
)

select
    operations.setl_list_oprn_id,
    operations.mdtrt_id,
    encounters.setl_id,
    encounters.is_in_quarter,
    operations.oprn_oprt_code,
    operations.oprn_oprt_name,
    operations.is_main,
    operations.operated_on,
    operations.oper_dr_code,
    case
        when {{ matches('operations.incision', "'^0(/|类)'") }} then 0
        when {{ matches('operations.incision', "'^(1|I)(/|类)'") }} then 1
        when {{ matches('operations.incision', "'^(2|II)(/|类)'") }} then 2
        when {{ matches('operations.incision', "'^(3|III)(/|类)'") }} then 3
    end as incision_class
from operations
inner join {{ ref('int_encounters') }} as encounters
    on operations.mdtrt_id = encounters.mdtrt_id
