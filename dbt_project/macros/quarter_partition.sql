{% macro quarter_partition(relation) -%}
    {#- Makes the partition of the quarter in a table that is kept by quarter, unless it is there. -#}
    {%- set name = relation.identifier ~ '_' ~ var('quarter') | lower -%}
    create table if not exists {{ relation.incorporate(path={'identifier': name}) }}
    partition of {{ relation }} for values in ('{{ var("quarter") }}')
{%- endmacro %}
