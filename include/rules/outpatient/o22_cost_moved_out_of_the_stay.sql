-- Materials, or drugs that the stay used as well, billed to an outpatient or at a pharmacy
-- around a stay that was paid by group: the cost was moved out of the group to the patient.
with moved as (
    select
        lines.setl_id,
        lines.bkkp_sn,
        lines.list_type,
        lines.hilist_name,
        lines.quantity,
        {{ generic_code('lines.med_list_codg') }} as generic_code,
        meetings.visited_on,
        meetings.stay_mdtrt_id,
        meetings.admitted_on,
        meetings.discharged_on,
        meetings.is_elsewhere,
        row_number() over (
            partition by lines.bkkp_sn
            order by meetings.is_elsewhere, meetings.admitted_on, meetings.stay_mdtrt_id
        ) as turn
    from {{ ref('int_visits_around_stays') }} as meetings
    inner join {{ ref('int_fee_lines') }} as lines on meetings.setl_id = lines.setl_id
    left join {{ ref('int_stay_drugs') }} as drugs
        on
            meetings.stay_mdtrt_id = drugs.mdtrt_id
            and drugs.generic_code = {{ generic_code('lines.med_list_codg') }}
    where
        meetings.days_apart <= {{ threshold('shift_days', 'meetings.admitted_on') }}
        and lines.inscp_amount > 0
        and (
            lines.list_type = '301'
            -- Drugs of chronic care go on as before.
            or (
                lines.list_type = '101'
                and drugs.mdtrt_id is not null
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
