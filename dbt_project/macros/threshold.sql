{% macro threshold(threshold_id, day) -%}
    {#- The value of a threshold of lists.thresholds in force on `day`. -#}
    (
        select dated.value
        from {{ ref('thresholds') }} as dated
        where
            dated.threshold_id = '{{ threshold_id }}'
            and {{ in_force('dated', day) }}
    )
{%- endmacro %}
