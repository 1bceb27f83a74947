-- Materials, or drugs that the stay used as well, billed to an outpatient or at a pharmacy
-- around a stay that was paid by group: the cost was moved out of the group to the patient.
with meetings as (
    select
        visits.setl_id,
        visits.med_type_group,
        visits.visited_on,
        stays.mdtrt_id as stay_mdtrt_id,
        stays.admitted_on,
        stays.discharged_on,
        visits.fixmedins_code <> stays.fixmedins_code as is_elsewhere,
        -- The same main diagnosis, by three characters; a purchase has none.
        visits.med_type_group = '购药'
        or exists (
            select 1
            from {{ ref('int_encounter_diagnoses') }} as diagnoses
            where
                diagnoses.mdtrt_id = visits.mdtrt_id
                and diagnoses.is_main
                and left(diagnoses.diag_code, 3) = left(stays.dscg_maindiag_code, 3)
        ) as is_related
    from {{ ref('int_stays') }} as stays
    inner join {{ ref('int_visits') }} as visits
        on
            stays.psn_no = visits.psn_no
            and visits.visited_on
            >= stays.admitted_on - {{ threshold('shift_days', 'stays.admitted_on') }}::int
            and visits.visited_on
            <= stays.discharged_on + {{ threshold('shift_days', 'stays.admitted_on') }}::int
    where
        -- 40 DRG, 50 DIP.
        stays.clr_way in ('40', '50')
        and visits.is_in_quarter
        and visits.med_type_group in ('门诊', '慢特病', '购药')
),

lines as (
    select
        bkkp_sn,
        setl_id,
        mdtrt_id,
        list_type,
        hilist_name,
        fee_date,
        quantity,
        inscp_amount,
        case
            when length(med_list_codg) = 23 and starts_with(med_list_codg, 'X')
                then left(med_list_codg, 14)
            else med_list_codg
        end as generic_code
    from {{ ref('int_fee_lines') }}
    where
        list_type in ('101', '301')
        and (
            setl_id in (select meetings.setl_id from meetings)
            or mdtrt_id in (select meetings.stay_mdtrt_id from meetings)
        )
),

drugs_of_stays as (
    select distinct
        mdtrt_id,
        generic_code
    from lines
    where list_type = '101'
),

moved as (
    select
        lines.*,
        meetings.visited_on,
        meetings.stay_mdtrt_id,
        meetings.admitted_on,
        meetings.discharged_on,
        meetings.is_elsewhere,
        row_number() over (
            partition by lines.bkkp_sn
            order by meetings.is_elsewhere, meetings.admitted_on, meetings.stay_mdtrt_id
        ) as turn
    from meetings
    inner join lines on meetings.setl_id = lines.setl_id
    left join drugs_of_stays
        on
            meetings.stay_mdtrt_id = drugs_of_stays.mdtrt_id
            and lines.generic_code = drugs_of_stays.generic_code
    where
        lines.inscp_amount > 0
        and (
            lines.list_type = '301'
            -- Drugs of chronic care go on as before.
            or (
                drugs_of_stays.mdtrt_id is not null
                and meetings.is_related
                and meetings.med_type_group <> '慢特病'
            )
        )
)

select
    setl_id,
    bkkp_sn,
    'moved_out_of_stay' as kp_id,
    quantity as violating_quantity,
    null as violating_amount,
    -- Elsewhere the patient may have chosen to buy.
    case when is_elsewhere then 'alert' end as verdict,
    case when list_type = '301' then '医用耗材 ' else '住院所用药品 ' end
    || coalesce(hilist_name, generic_code) || ' 于 ' || visited_on
    || ' 另按门诊或购药结算，按病种付费的住院为 ' || admitted_on || ' 至 ' || discharged_on
        as hit_reason,
    {{ evidence({
        'visited_on': 'visited_on',
        'stay_mdtrt_id': 'stay_mdtrt_id',
        'admitted_on': 'admitted_on',
        'discharged_on': 'discharged_on',
        'is_elsewhere': 'is_elsewhere'
    }) }} as evidence
from moved
where turn = 1
