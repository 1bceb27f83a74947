{# What dbt gives models and sqlfluff does not know: here every variable has its default. #}
{% macro env_var(name, default='') -%} {{ default }} {%- endmacro %}
