{% macro keep_detection_times() -%}
    {#- Puts aside when hits were first detected, before they are replaced. -#}
    {% if is_incremental() -%}
        create temporary table detected_before on commit drop as
        select hit_id, detected_at
        from {{ this }}
        where hit_id in (select found.hit_id from {{ ref('hits_attributed') }} as found)
    {%- endif %}
{%- endmacro %}
