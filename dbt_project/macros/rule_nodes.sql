{% macro rule_nodes() -%}
    {#- The rule models of dbt's own graph, by name; none while dbt is only parsing. -#}
    {%- set rules = [] -%}
    {%- if execute -%}
        {%- for node in graph.nodes.values() | sort(attribute='name')
            if node.resource_type == 'model' and 'rule' in node.tags -%}
            {%- do rules.append(node) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(rules) }}
{%- endmacro %}
