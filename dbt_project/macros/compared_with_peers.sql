{% macro compared_with_peers(rows, group) -%}
    {#- The rows of a common table, each with its `value` against those of its group: how many they
        are, their median, its median absolute deviation (mad) and by how many robust standard
        deviations (1.4826 times the mad) the value lies above; null where all are alike. -#}
    with medians as (
        select
            {{ group | join(', ') }},
            count(*) as peers,
            {{ median('value') }} as peer_median
        from {{ rows }}
        group by {{ group | join(', ') }}
    ),

    distances as (
        select
            {{ rows }}.*,
            medians.peers,
            medians.peer_median,
            {{ rows }}.value - medians.peer_median as distance
        from {{ rows }}
        inner join medians using ({{ group | join(', ') }})
    ),

    deviations as (
        select
            {{ group | join(', ') }},
            {{ median('abs(distance)') }} as peer_mad
        from distances
        group by {{ group | join(', ') }}
    )

    select
        distances.*,
        deviations.peer_mad,
        round(distances.distance / nullif(1.4826 * deviations.peer_mad, 0), 3) as robust_z
    from distances
    inner join deviations using ({{ group | join(', ') }})
{%- endmacro %}
