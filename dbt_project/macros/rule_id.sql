{% macro rule_id(model_name) -%}
    {#- The catalogue's id of a rule model: c01_drug_for_the_other_sex is C-01. -#}
    {{ model_name[0] | upper }}-{{ model_name[1:3] }}
{%- endmacro %}
