{% macro listed(
    list, side=none, code='med_list_codg', name='hilist_name', above_price='null', looks_back=false
) -%}
{#- What one list says of items: a row per knowledge point, which names its item by code or,
    where it has none, by name. A pair has two sides, each a list of its own. -#}
select
    '{{ list }}{{ ":" ~ side if side }}' as list_id,
    kp_id,
    {{ code or 'null' }}::text as listed_code,
    {% if code and name -%}
        case when {{ code }} is null then {{ name }} end
    {%- else -%}
        {{ name or 'null' }}
    {%- endif %}::text as listed_name,
    {{ above_price }}::numeric(18, 4) as above_price,
    {{ looks_back }} as looks_back
from {{ ref(list) }}
{%- endmacro %}
