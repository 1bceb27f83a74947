-- Every signal of the rules in force that may stand: a rule says nothing about an institution
-- none of whose settlements it could judge. Signals point at places to look at; they claim no
-- money and lead to no refusal.
with judgeable as (
    select distinct
        rules.rule_id,
        kinds.fixmedins_code
    from (
        select distinct
            fixmedins_code,
            med_type_group,
            hospital_level_name,
            paid_from,
            missing
        from {{ ref('int_settlement_gates') }}
    ) as kinds
    inner join {{ ref('rules_in_force') }} as rules
        on {{ is_about('rules', 'kinds') }} and not kinds.missing && rules.needs
    where rules.undelivered = '{}'
)

select
    signals.rule_id || '-' || left(
        encode(
            sha256(convert_to(
                concat_ws(
                    '|', signals.rule_id, signals.metric_id, signals.fixmedins_code,
                    coalesce(signals.practitioner_code, ''), coalesce(signals.subject, ''),
                    signals.period_start
                ), 'UTF8'
            )), 'hex'
        ), 20
    ) as signal_id,
    signals.rule_id,
    rules.sql_sha256 as rule_version,
    rules.status as rule_status,
    rules.verdict as card_verdict,
    coalesce(signals.verdict, rules.verdict) as final_verdict,
    signals.fixmedins_code,
    signals.practitioner_code,
    signals.subject,
    signals.metric_id,
    signals.period_start,
    signals.period_end,
    signals.observed,
    signals.expected,
    signals.spread,
    signals.robust_z,
    signals.peers,
    rank() over (
        partition by signals.rule_id, signals.metric_id
        order by signals.robust_z desc nulls last, signals.observed desc
    ) as rank,
    signals.amount,
    signals.signal_reason,
    signals.evidence
from {{ ref('signals_in_force') }} as signals
inner join {{ ref('rules_in_force') }} as rules on signals.rule_id = rules.rule_id
inner join judgeable
    on
        signals.rule_id = judgeable.rule_id
        and signals.fixmedins_code = judgeable.fixmedins_code
where
    signals.period_end >= coalesce(rules.effective_from, date '-infinity')
    and signals.period_end <= coalesce(rules.effective_to, date 'infinity')
