-- The cards of all rules, from the rules' own YAML: the only source of a rule's metadata.
{%- for rule in rule_nodes() %}
{%- set card = rule.config.meta %}
select
    '{{ rule_id(rule.name) }}' as rule_id,
    '{{ rule.name }}' as model_name,
    {{ literal(card.rule_name) }}::text as rule_name,
    {{ literal(card.rule_class) }}::text as rule_class,
    {{ literal(card.official_code) }}::text as official_code,
    {{ literal(card.verdict) }}::text as verdict,
    {{ literal(card.status) }}::text as status,
    {{ literal(card.basis) }}::text as basis,
    {{ literal(card.owner) }}::text as owner,
    {{ literal(card.effective_from) }}::date as effective_from,
    {{ literal(card.effective_to) }}::date as effective_to,
    {{ card.priority }}::int as priority,
    array[{% for scene in card.scenes %}'{{ scene }}'{{ ', ' if not loop.last }}{% endfor %}]::text[]
        as scenes,
    array[{% for need in card.needs or [] %}'{{ need }}'{{ ', ' if not loop.last }}{% endfor %}]::text[]
        as needs,
    {{ 'true' if card.reads_refunds else 'false' }} as reads_refunds,
    {{ literal(rule.description | trim) }}::text as description,
    -- The version of a rule is the text it was judged by.
    encode(sha256(convert_to({{ literal(rule.raw_code) }}, 'UTF8')), 'hex') as sql_sha256
{% if not loop.last %}union all{% endif %}
{%- else %}
select null::text as rule_id
where false
{%- endfor %}
