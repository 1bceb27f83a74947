-- Each institution's metrics of the quarter against its peers, the institutions of its class
-- and level, and against its own past. Few cases make a number that says nothing: such
-- institutions are neither compared nor anybody's peer. robust_z is how many robust standard
-- deviations (1.4826 times the median absolute deviation) the value lies above the peers'
-- median; it is null, so nothing is judged, in a group that is too small or all alike.
with current_metrics as (
    select
        metrics.*,
        institutions.institution_class || '/' || institutions.hospital_level_name as peer_group
    from {{ ref('int_institution_metrics') }} as metrics
    inner join {{ ref('int_institutions') }} as institutions
        on metrics.fixmedins_code = institutions.fixmedins_code
    where metrics.is_in_quarter
),

medians as (
    select
        metric_id,
        peer_group,
        count(*)::int as peers,
        {{ median('value') }} as peer_median
    from current_metrics
    where is_enough and value is not null
    group by metric_id, peer_group
),

deviations as (
    select
        current_metrics.metric_id,
        current_metrics.peer_group,
        {{ median('abs(current_metrics.value - medians.peer_median)') }} as peer_mad
    from current_metrics
    inner join medians
        on
            current_metrics.metric_id = medians.metric_id
            and current_metrics.peer_group = medians.peer_group
    where current_metrics.is_enough and current_metrics.value is not null
    group by current_metrics.metric_id, current_metrics.peer_group
),

own_past as (
    select
        fixmedins_code,
        metric_id,
        max(value) filter (
            where quarter = {{ quarter_of(quarter_start() ~ " - interval '3 months'") }}
        ) as own_previous,
        max(value) filter (
            where quarter = {{ quarter_of(quarter_start() ~ " - interval '12 months'") }}
        ) as own_same_quarter_last_year,
        {{ median('value') }} as own_median
    from {{ ref('int_institution_metrics') }}
    where not is_in_quarter and is_enough and value is not null
    group by fixmedins_code, metric_id
),

compared as (
    select
        current_metrics.*,
        coalesce(medians.peers, 0) as peers,
        medians.peer_median,
        deviations.peer_mad,
        case
            when
                current_metrics.is_enough
                and deviations.peer_mad > 0
                and medians.peers >= {{ threshold('peer_group_min', quarter_start()) }}
                then round(
                    (current_metrics.value - medians.peer_median)
                    / (1.4826 * deviations.peer_mad), 3
                )::numeric(18, 3)
        end as robust_z
    from current_metrics
    left join medians
        on
            current_metrics.metric_id = medians.metric_id
            and current_metrics.peer_group = medians.peer_group
    left join deviations
        on
            current_metrics.metric_id = deviations.metric_id
            and current_metrics.peer_group = deviations.peer_group
)

select
    compared.fixmedins_code,
    compared.metric_id,
    compared.peer_group,
    compared.value,
    compared.numerator,
    compared.denominator,
    compared.cases,
    compared.is_enough,
    compared.peers,
    compared.peer_median,
    compared.peer_mad,
    compared.robust_z,
    rank() over (
        partition by compared.metric_id, compared.peer_group
        order by compared.robust_z desc nulls last, compared.value desc nulls last
    )::int as rank,
    own_past.own_previous,
    own_past.own_same_quarter_last_year,
    own_past.own_median
from compared
left join own_past
    on
        compared.fixmedins_code = own_past.fixmedins_code
        and compared.metric_id = own_past.metric_id
