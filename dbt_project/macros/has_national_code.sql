{% macro has_national_code(column) -%}
    {#- Whether a code has the shape of a national catalogue (data standard §6). -#}
    {%- set shape = '^(X[A-Z0-9]{22}|Z[A-Z0-9]{19}|T[0-9]{9}|[0-9]{15}|C[A-Z0-9]{19}|C[A-Z0-9]{26})$' -%}
    coalesce({{ matches(column, "'" ~ shape ~ "'") }}, false)
{%- endmacro %}
