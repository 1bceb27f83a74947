{% macro current_rows(table_name) -%}
    {#- The versions of raw rows in force: not superseded by a later one, not withdrawn. -#}
    (
        select raw_row.*
        from {{ source('raw', table_name) }} as raw_row
        where not exists (
            select 1
            from {{ source('raw', 'row_superseded') }} as superseded
            where
                superseded.table_name = '{{ table_name }}'
                and superseded.batch_id = raw_row.batch_id
                and superseded.line_number = raw_row.line_number
        )
    )
{%- endmacro %}
