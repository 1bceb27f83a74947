-- A second-line drug begun in the quarter, though the person has not had a first-line drug.
with new_users as (
    select
        *,
        {{ threshold('first_line_look_back_days', 'first_day') }} as look_back_days
    from {{ ref('int_second_line_starts') }}
)

select
    lines.setl_id,
    lines.bkkp_sn,
    limits.kp_id,
    lines.quantity as violating_quantity,
    null as violating_amount,
    null as verdict,
    limits.item_name || ' 限二线使用，' || new_users.first_day || ' 前 '
    || {{ number_text('new_users.look_back_days') }}
    || ' 天内没有一线用药记录' as hit_reason,
    {{ evidence({
        'first_day': 'new_users.first_day',
        'first_line_set': 'limits.first_line_set',
        'evidence_text': 'limits.evidence_text'
    }) }} as evidence
from {{ ref('int_listed_lines') }} as lines
inner join {{ ref('int_settlements') }} as settlements on lines.setl_id = settlements.setl_id
inner join {{ ref('second_line_drugs') }} as limits
    on lines.kp_id = limits.kp_id and {{ in_force('limits', 'lines.fee_date') }}
inner join new_users
    on
        lines.psn_no = new_users.psn_no
        and limits.item_name = new_users.item_name
        and lines.fee_date = new_users.first_day
where
    lines.list_id = 'second_line_drugs'
    -- A drug of which nobody has said yet what is to be tried first can't be judged.
    and limits.first_line_set is not null
    and lines.inscp_amount > 0
    and not settlements.is_account_only
    -- What another hospital began is gone on with.
    and coalesce(settlements.adm_way, '') <> '3'
    -- Who has had the drug within the year goes on with it.
    and coalesce(
        {{ days_between('new_users.first_day', 'new_users.last_day_before') }}
        > new_users.look_back_days, true
    )
    and not exists (
        select 1
        from {{ ref('int_person_item_days') }} as earlier
        inner join {{ ref('item_sets') }} as items on earlier.kp_id = items.kp_id
        where
            earlier.list_id = 'item_sets'
            and earlier.psn_no = lines.psn_no
            and items.set_id = limits.first_line_set
            -- One of the same day was tried first, or is given along with it.
            and earlier.fee_date <= lines.fee_date
            and {{ days_between('lines.fee_date', 'earlier.fee_date') }}
            <= new_users.look_back_days
    )
    and not exists (
        select 1
        from {{ ref('int_person_sets') }} as sets
        where
            sets.psn_no = lines.psn_no
            and sets.set_id = 'allergy_or_contraindication'
            and sets.first_on <= lines.fee_date
    )
    -- A drug that is second line for one disease only is not limited in others.
    and (
        limits.indication_set is null
        or exists (
            select 1
            from {{ ref('int_listed_diagnoses') }} as diagnoses
            where
                diagnoses.mdtrt_id = lines.mdtrt_id
                and diagnoses.list_id = 'diagnosis_sets'
                and diagnoses.set_id = limits.indication_set
        )
    )
