{% macro rule_nodes(kind=none) -%}
    {#- The rule models of dbt's own graph, by name; none while dbt is only parsing. Rules of kind
        `hit` flag settlements or lines, rules of kind `signal` institutions, departments, doctors. -#}
    {%- set rules = [] -%}
    {%- if execute -%}
        {%- for node in graph.nodes.values() | sort(attribute='name')
            if node.resource_type == 'model' and 'rule' in node.tags -%}
            {%- set is_signal = node.config.meta.grain in ('institution', 'department', 'practitioner') -%}
            {%- if kind is none or (kind == 'signal') == is_signal -%}
                {%- do rules.append(node) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(rules) }}
{%- endmacro %}
