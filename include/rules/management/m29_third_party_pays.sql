-- An injury that somebody else may have to pay for: traffic, assault, work. The fund pays only
-- where there is no such person.
with causes as (
    select
        mdtrt_id,
        -- V transport, X85–Y09 assault.
        max(case when {{ matches('diag_code', "'^(V|X8[5-9]|X9|Y0)'") }} then diag_code end)
            as third_party_code,
        -- Neither self-harm (X60–X84) nor what care itself caused (Y40–Y84).
        max(case
            when not {{ matches('diag_code', "'^(W[01]|X[67]|X8[0-4]|Y[4-7]|Y8[0-4])'") }}
                then diag_code
        end) as other_code,
        bool_or({{ matches('diag_code', "'^W[01]'") }}) as is_fall
    from {{ ref('int_listed_diagnoses') }}
    where set_id = 'external_cause'
    group by mdtrt_id
),

injured as (
    select
        settlements.setl_id,
        settlements.med_type,
        settlements.ttp_pay_flag,
        causes.third_party_code,
        causes.other_code,
        coalesce(causes.is_fall, false) as is_fall,
        -- 22 injury ward, 81 and 9903 injury outpatients.
        coalesce(settlements.med_type in ('22', '81', '9903'), false) as is_injury_type,
        coalesce(settlements.ttp_pay_flag = '1', false)
        or causes.third_party_code is not null as is_third_party
    from {{ ref('int_settlements') }} as settlements
    left join causes on settlements.mdtrt_id = causes.mdtrt_id
    where
        settlements.quarter = '{{ var("quarter") }}'
        and settlements.standing = 'net'
        and settlements.fund_net_amount > 0
        and exists (
            select 1
            from {{ ref('int_listed_diagnoses') }} as diagnoses
            where
                diagnoses.mdtrt_id = settlements.mdtrt_id
                and diagnoses.set_id = 'injury'
                and diagnoses.is_main
        )
)

select
    setl_id,
    null as bkkp_sn,
    'third_party' as kp_id,
    null as violating_quantity,
    null as violating_amount,
    case when not is_third_party then 'alert' end as verdict,
    '主诊断为损伤'
    || coalesce('，外因编码 ' || coalesce(third_party_code, other_code), '')
    || case when coalesce(ttp_pay_flag, '') = '1' then '，标记有第三方赔付' else '' end
    || case when is_injury_type then '，按意外伤害结算' else '' end
    || '，可能应由第三人或工伤保险负担' as hit_reason,
    {{ evidence({
        'external_cause': 'coalesce(third_party_code, other_code)',
        'ttp_pay_flag': 'ttp_pay_flag',
        'med_type': 'med_type'
    }) }} as evidence
from injured
where
    is_third_party
    -- A fall of one's own has nobody else to pay.
    or (not is_fall and (other_code is not null or is_injury_type))
