{% macro put_in_place() -%}
    {#- After a model of touched people's rows has been built: their old rows of the whole table give
        way to the new ones. -#}
    {%- if
        not execute
        or env_var('CLAIM_REVIEW_APART', '') != 'touched'
        or model.config.materialized != 'table'
        or counts_all(model)
    -%}
        {{ return('') }}
    {%- endif -%}
    {%- set whole = this.replace_path(schema=this.schema[8:]) -%}
    {%- set columns = adapter.get_columns_in_relation(this) -%}
    {%- set names = columns | map(attribute='name') | list -%}
    {%- set keys = [
        ('mdtrt_id', 'encounter'), ('setl_id', 'settlement'), ('psn_no', 'person')
    ] | selectattr('0', 'in', names) | list -%}
    {%- if not keys -%}
        {{ exceptions.raise_compiler_error(
            model.name ~ ' names no encounter, settlement or person: list it in counts_all'
        ) }}
    {%- endif -%}
    {%- set is_touched = keys[0][0] ~ ' in (select ' ~ keys[0][0] ~ ' from touched.' ~ keys[0][1] ~ ')' -%}
    {%- set quoted = columns | map(attribute='quoted') | join(', ') -%}
    delete from {{ whole }} where {{ is_touched }};
    insert into {{ whole }} ({{ quoted }})
    select {{ quoted }} from {{ this }} where {{ is_touched }}
{%- endmacro %}
