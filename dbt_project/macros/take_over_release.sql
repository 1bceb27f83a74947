{% macro take_over_release() -%}
    {#- Puts the points of a frozen release in the place of a list's starter rows, each fact in
        the column of its name and of that column's type. What is no list of knowledge points
        stays, and so does every list while the run names no frozen release. -#}
    {%- if not execute or target.type != 'postgres' -%} {{ return('') }} {%- endif -%}
    {%- set columns = adapter.get_columns_in_relation(this) -%}
    {%- if 'kp_id' not in columns | map(attribute='name') -%} {{ return('') }} {%- endif -%}
    {%- set release = literal(knowledge_release()) -%}
    {%- set frozen = run_query(
        'select 1 as found from ' ~ source('knowledge', 'release')
        ~ ' where point_count is not null and release_id = ' ~ release
    ) -%}
    {%- if not frozen.rows -%} {{ return('') }} {%- endif -%}
    {%- set common = [
        'kp_id', 'item_name', 'basis', 'source', 'published_at', 'valid_from', 'valid_to', 'scope'
    ] -%}
    with starter as (delete from {{ this }})

    insert into {{ this }} ({{ columns | map(attribute='quoted') | join(', ') }})
    select
        {%- for column in columns %}
        {% if column.name in common %}{{ column.quoted }}
        {%- else %}(facts ->> '{{ column.name }}'){% endif %}::{{ column.data_type }}
        {{- ',' if not loop.last }}
        {%- endfor %}
    from {{ source('knowledge', 'release_point') }}
    where release_id = {{ release }} and list_id = '{{ this.identifier }}';
    analyze {{ this }}
{%- endmacro %}
