-- The cards of all rules, from the rules' own YAML: the only source of a rule's metadata.
{{ config(tags=['reference']) }}
{%- for rule in rule_nodes() %}
{%- set card = rule.config.meta %}
select
    '{{ rule_id(rule.name) }}' as rule_id,
    '{{ rule.name }}' as model_name,
    {{ literal(card.rule_name) }}::text as rule_name,
    {{ literal(card.rule_class) }}::text as rule_class,
    {{ literal(card.official_code) }}::text as official_code,
    {{ literal(card.official_seq) }}::text as official_seq,
    {{ literal(card.grain) }}::text as grain,
    {{ literal(card.verdict) }}::text as verdict,
    {{ literal(card.status) }}::text as status,
    {{ literal(card.amount_method) }}::text as amount_method,
    {{ literal(card.basis) }}::text as basis,
    {{ literal(card.owner) }}::text as owner,
    {{ literal(card.effective_from) }}::date as effective_from,
    {{ literal(card.effective_to) }}::date as effective_to,
    {{ card.priority }}::int as priority,
    {{ card.look_back_days or 0 }}::int as look_back_days,
    {{ text_array(card.scenes) }} as scenes,
    {{ text_array(card.levels) }} as levels,
    {{ text_array(card.funds) }} as funds,
    {{ text_array(card.needs) }} as needs,
    {{ text_array(card.lists) }} as lists,
    {{ text_array(card.thresholds) }} as thresholds,
    {{ text_array(card.basis_ids) }} as basis_ids,
    {{ text_array(card.exemptions) }} as exemptions,
    {{ text_array(card.appeal_evidence) }} as appeal_evidence,
    {{ 'true' if card.reads_refunds else 'false' }} as reads_refunds,
    {{ literal(rule.description | trim) }}::text as description,
    -- The version of a rule is the text it was judged by.
    encode(sha256(convert_to({{ literal(rule.raw_code) }}, 'UTF8')), 'hex') as sql_sha256
{% if not loop.last %}union all{% endif %}
{%- else %}
select null::text as rule_id
where false
{%- endfor %}
