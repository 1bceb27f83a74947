{% macro peer_columns(metrics, practitioner_code=none, subject=none, facts=none) -%}
    {#- What a signal says of a number that was compared with those of peers, all but the reason:
        the quarter, the value against its peers, and the facts behind it; those of
        int_metric_peers are known. -#}
    {{ metrics }}.fixmedins_code,
    {{ practitioner_code or 'cast(null as text)' }} as practitioner_code,
    {{ subject or 'cast(null as text)' }} as subject,
    {{ metrics }}.metric_id,
    {{ quarter_start() }} as period_start,
    {{ quarter_end() }} - 1 as period_end,
    {{ metrics }}.value as observed,
    {{ metrics }}.peer_median as expected,
    cast(1.4826 * {{ metrics }}.peer_mad as numeric(18, 6)) as spread,
    {{ metrics }}.robust_z,
    {{ metrics }}.peers,
    cast(null as numeric(16, 2)) as amount,
    cast(null as text) as verdict,
    {{ evidence(facts or {
        'numerator': metrics ~ '.numerator',
        'denominator': metrics ~ '.denominator',
        'cases': metrics ~ '.cases',
        'peer_group': metrics ~ '.peer_group',
        'own_previous': metrics ~ '.own_previous',
        'own_same_quarter_last_year': metrics ~ '.own_same_quarter_last_year',
        'own_median': metrics ~ '.own_median'
    }) }} as evidence
{%- endmacro %}
