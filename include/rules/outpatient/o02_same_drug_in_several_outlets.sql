-- One person gets one drug at several institutions on one day; all but the first are flagged.
with dispensed as (
    select *
    from {{ ref('int_dispensed_drugs') }}
    where inscp_amount > 0
),

several as (
    select
        psn_no,
        generic_code,
        fee_date
    from dispensed
    group by psn_no, generic_code, fee_date
    having min(fixmedins_code) < max(fixmedins_code)
),

gathered as (
    select dispensed.*
    from dispensed
    inner join several
        on
            dispensed.psn_no = several.psn_no
            and dispensed.generic_code = several.generic_code
            and dispensed.fee_date = several.fee_date
    -- Keeps the engine from asking for the shape of every code first.
    order by dispensed.bkkp_sn offset 0
),

-- Two institutions' own codes may be equal by chance.
purchases as (
    select *
    from gathered
    where {{ has_national_code('med_list_codg') }}
),

outlets as (
    select
        psn_no,
        generic_code,
        fee_date,
        fixmedins_code,
        sum(quantity) as quantity,
        bool_or(not is_account_only) as is_pooled,
        row_number() over (
            partition by psn_no, generic_code, fee_date
            order by min(fee_ocur_time), min(bkkp_sn)
        ) as place
    from purchases
    group by psn_no, generic_code, fee_date, fixmedins_code
),

person_days as (
    select
        psn_no,
        generic_code,
        fee_date,
        count(*) as outlets,
        sum(case when is_pooled then 1 else 0 end) as pooled_outlets,
        sum(quantity) as quantity
    from outlets
    group by psn_no, generic_code, fee_date
    having count(*) > 1
)

select
    lines.setl_id,
    lines.bkkp_sn,
    'same_drug_in_several_outlets' as kp_id,
    lines.quantity as violating_quantity,
    null as violating_amount,
    case
        -- On the personal account alone, holder and patient may be two people.
        when lines.is_account_only or days.pooled_outlets < 2 then 'alert'
        when days.pooled_outlets < {{ threshold('outlets_hard', 'lines.fee_date') }} then 'suspect'
    end as verdict,
    '同一参保人 ' || days.fee_date || ' 在 ' || days.outlets || ' 家机构购取同一药品 '
    || coalesce(lines.hilist_name, lines.generic_code) || '，合计 '
    || {{ number_text('days.quantity') }} || '，本机构为第 ' || outlets.place || ' 家' as hit_reason,
    {{ evidence({
        'fee_date': 'days.fee_date',
        'generic_code': 'days.generic_code',
        'outlets': 'days.outlets',
        'pooled_outlets': 'days.pooled_outlets',
        'quantity': 'days.quantity'
    }) }} as evidence
from person_days as days
inner join outlets
    on
        days.psn_no = outlets.psn_no
        and days.generic_code = outlets.generic_code
        and days.fee_date = outlets.fee_date
inner join purchases as lines
    on
        outlets.psn_no = lines.psn_no
        and outlets.generic_code = lines.generic_code
        and outlets.fee_date = lines.fee_date
        and outlets.fixmedins_code = lines.fixmedins_code
where
    outlets.place > 1
    -- So little in all that the first outlet may have run out of it.
    and days.quantity > {{ threshold('same_day_packs', 'days.fee_date') }}
