-- Several items charged on one day of which a day has only one, such as two levels of nursing
-- or two kinds of bed; the cheaper ones are flagged.
select
    lines.setl_id,
    lines.bkkp_sn,
    lines.kp_id,
    lines.quantity as violating_quantity,
    null as violating_amount,
    -- Of these days the fee lines alone do not say whether both were given.
    case
        when days.may_be_a_move or days.may_be_posted_late or days.is_by_the_hour then 'suspect'
    end as verdict,
    lines.fee_date || ' 已收取 ' || days.kept_item_name || '，又收取 ' || exclusive.item_name
    || '：' || exclusive.group_name || '同一日只收一种' as hit_reason,
    {{ evidence({
        'fee_date': 'lines.fee_date',
        'group_id': 'days.group_id',
        'kept_kp_id': 'days.kept_kp_id',
        'may_be_a_move': 'days.may_be_a_move',
        'may_be_posted_late': 'days.may_be_posted_late',
        'is_by_the_hour': 'days.is_by_the_hour'
    }) }} as evidence
from {{ ref('int_listed_lines') }} as lines
inner join {{ ref('mutex_groups') }} as exclusive
    on lines.kp_id = exclusive.kp_id and {{ in_force('exclusive', 'lines.fee_date') }}
inner join {{ ref('int_exclusive_days') }} as days
    on
        lines.mdtrt_id = days.mdtrt_id
        and lines.fee_date = days.fee_date
        and exclusive.group_id = days.group_id
where
    lines.list_id = 'mutex_groups'
    and lines.inscp_amount > 0
    and lines.kp_id <> days.kept_kp_id
