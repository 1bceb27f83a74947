{% macro replace_hits() -%}
    {#- Empties the quarter in the hits, and takes over hits that a correction has moved here from
        another quarter: one hit is one row. -#}
    {% if is_incremental() -%}
        delete from {{ this }}
        where
            quarter = '{{ var("quarter") }}'
            or hit_id in (select found.hit_id from {{ ref('hits_attributed') }} as found)
    {%- endif %}
{%- endmacro %}
