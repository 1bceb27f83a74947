-- More kinds of slices on one prescription than is advised; the cheapest are the ones beyond.
with kinds as (
    select
        prescription_id,
        med_list_codg,
        min(fee_date) as fee_date,
        count(*) over (partition by prescription_id) as kinds,
        row_number() over (
            partition by prescription_id
            order by sum(fee_amount) desc, med_list_codg
        ) as place
    from {{ ref('int_slice_lines') }}
    where
        inscp_amount > 0
        and prescription_id not in (
            select pastes.prescription_id
            from {{ ref('int_slice_lines') }} as pastes
            where pastes.is_paste
        )
    group by prescription_id, med_list_codg
),

beyond as (
    select
        *,
        {{ threshold('slice_kinds_max', 'fee_date') }} as max_kinds
    from kinds
)

select
    lines.setl_id,
    lines.bkkp_sn,
    'slice_kinds' as kp_id,
    lines.quantity as violating_quantity,
    null as violating_amount,
    -- Without a number, what a doctor gave on one day is only taken for one prescription.
    case when not lines.has_rx_number then 'alert' end as verdict,
    case when lines.has_rx_number then '同一处方' else '同日同一医师（无处方号）' end
    || '开具中药饮片 ' || beyond.kinds || ' 味，上限 ' || {{ number_text('beyond.max_kinds') }}
    || ' 味，' || coalesce(lines.hilist_name, lines.med_list_codg) || '为金额较低的超出品种'
        as hit_reason,
    {{ evidence({
        'fee_date': 'lines.fee_date',
        'prescription_id': 'lines.prescription_id',
        'kinds': 'beyond.kinds',
        'max_kinds': 'beyond.max_kinds'
    }) }} as evidence
from beyond
inner join {{ ref('int_slice_lines') }} as lines
    on
        beyond.prescription_id = lines.prescription_id
        and beyond.med_list_codg = lines.med_list_codg
where
    beyond.place > beyond.max_kinds
    and lines.inscp_amount > 0
