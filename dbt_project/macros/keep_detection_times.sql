{% macro keep_detection_times() -%}
    {#- Puts aside when the quarter's hits were first detected, before they are replaced. -#}
    {% if is_incremental() -%}
        create temporary table detected_before on commit drop as
        select hit_id, detected_at from {{ this }} where quarter = '{{ var("quarter") }}'
    {%- endif %}
{%- endmacro %}
