-- An examination, a test or an operation that was sent twice: the same item of one settlement
-- with the same second, quantity, price, department and doctor.
with once_only as (
    select
        lines.bkkp_sn,
        min(lines.kp_id) as kp_id
    from {{ ref('int_listed_lines') }} as lines
    inner join {{ ref('once_only_items') }} as items
        on lines.kp_id = items.kp_id and {{ in_force('items', 'lines.fee_date') }}
    where lines.list_id = 'once_only_items'
    group by lines.bkkp_sn
),

charges as (
    select
        lines.*,
        min(lines.bkkp_sn) over same_charge as first_bkkp_sn,
        row_number() over (same_charge order by lines.bkkp_sn) as turn
    from {{ ref('int_fee_lines') }} as lines
    where
        -- 03 examinations, 04 tests, 06 operations; drugs, materials and the signs that a ward
        -- takes down are repeated by their nature.
        lines.list_type = '201'
        and lines.med_chrgitm_type in ('03', '04', '06')
        and lines.med_list_codg is not null
        and lines.inscp_amount > 0
        -- Midnight means that the system sends no time of day.
        and lines.fee_ocur_time <> lines.fee_date
    window same_charge as (
        partition by
            lines.setl_id, lines.med_list_codg, lines.hilist_code, lines.hilist_name,
            lines.fee_ocur_time, lines.quantity, lines.pric, lines.bilg_dept_codg,
            lines.bilg_dr_code
    )
)

select
    charges.setl_id,
    charges.bkkp_sn,
    coalesce(once_only.kp_id, 'line_sent_twice') as kp_id,
    charges.quantity as violating_quantity,
    null as violating_amount,
    case when once_only.kp_id is null then 'suspect' end as verdict,
    coalesce(charges.hilist_name, charges.med_list_codg) || ' ' || charges.fee_ocur_time
    || ' 的同一明细第 ' || charges.turn || ' 次上传' as hit_reason,
    {{ evidence({
        'fee_ocur_time': 'charges.fee_ocur_time',
        'first_bkkp_sn': 'charges.first_bkkp_sn',
        'turn': 'charges.turn'
    }) }} as evidence
from charges
inner join {{ ref('int_settlements') }} as settlements on charges.setl_id = settlements.setl_id
left join {{ ref('int_time_credibility') }} as times
    on
        settlements.fixmedins_code = times.fixmedins_code
        and date_trunc('month', settlements.setl_time)::date = times.month
left join once_only on charges.bkkp_sn = once_only.bkkp_sn
where
    charges.turn > 1
    -- Where the month's times are not to be believed, one second says nothing (D-05).
    and coalesce(times.time_grade, 'second') <> 'day'
