{% macro postgres__create_table_as(temporary, relation, sql) -%}
    {#- dbt's own, but for models with meta by_quarter: their tables have a partition per quarter,
        so that a quarter can be put away whole. -#}
    {%- if temporary or not config.get('meta', {}).get('by_quarter') -%}
        {{ dbt.postgres__create_table_as(temporary, relation, sql) }}
    {%- else -%}
        create table {{ relation }}
        {{ get_assert_columns_equivalent(sql) }}
        {{ get_table_columns_and_constraints() }} partition by list (quarter);
        {{ quarter_partition(relation) }};
        insert into {{ relation }} ({{ adapter.dispatch('get_column_names', 'dbt')() }})
        {{ get_select_subquery(sql) }}
    {%- endif -%}
{%- endmacro %}
