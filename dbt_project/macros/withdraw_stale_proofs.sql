{% macro withdraw_stale_proofs() -%}
    {#- Takes the coverage of other quarters away whose hits are no longer those it counted. -#}
    {% if is_incremental() -%}
        delete from {{ this }}
        where quarter in (
            select coverage.quarter
            from {{ this }} as coverage
            left join (
                select quarter, rule_id, count(*) as hits
                from (
                    select quarter, rule_id from {{ ref('fct_rule_hits') }}
                    union all
                    select quarter, rule_id from {{ ref('fct_institution_signals') }}
                ) as found
                group by quarter, rule_id
            ) as counted
                on coverage.quarter = counted.quarter and coverage.rule_id = counted.rule_id
            where coverage.hits <> coalesce(counted.hits, 0)
        )
    {%- endif %}
{%- endmacro %}
