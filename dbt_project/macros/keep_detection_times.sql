{% macro keep_detection_times(id, found) -%}
    {#- Puts aside when the rows that are found again were first detected, before they are
        replaced. -#}
    {% if is_incremental() -%}
        create temporary table detected_before on commit drop as
        select {{ id }}, detected_at
        from {{ this }}
        where {{ id }} in (select found.{{ id }} from {{ found }} as found)
    {%- endif %}
{%- endmacro %}
