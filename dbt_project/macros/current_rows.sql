{% macro current_rows(table_name) -%}
    {#- The versions of raw rows in force: not superseded by a later one, not withdrawn. Where only
        some people are reviewed again, theirs. -#}
    {%- set keys = {
        'setl_d': [('setl_id', 'settlement')],
        'mdtrt_d': [('mdtrt_id', 'encounter')],
        'fee_list_d': [('mdtrt_id', 'encounter'), ('setl_id', 'settlement')],
        'setl_diag_list_d': [('mdtrt_id', 'encounter')],
        'mdcs_fund_setl_list_oprn_d': [('mdtrt_id', 'encounter')],
        'psn_info_b': [('psn_no', 'person')],
        'psn_insu_d': [('psn_no', 'person')],
        'opsp_reg_d': [('psn_no', 'person')],
    }.get(table_name, []) if env_var('CLAIM_REVIEW_APART', '') == 'touched' else [] -%}
    (
        select raw_row.*
        from {{ source('raw', table_name) }} as raw_row
        where
            not exists (
                select 1
                from {{ source('raw', 'row_superseded') }} as superseded
                where
                    superseded.table_name = '{{ table_name }}'
                    and superseded.batch_id = raw_row.batch_id
                    and superseded.line_number = raw_row.line_number
            )
            {%- for column, touched in keys %}
            {{ 'and (' if loop.first else 'or' }} raw_row.{{ column }} in (
                select {{ column }} from touched.{{ touched }}
            ){{ ')' if loop.last }}
            {%- endfor %}
    )
{%- endmacro %}
