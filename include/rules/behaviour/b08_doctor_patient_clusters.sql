-- A doctor with patients who come again and again and to nobody else, and who sees patients far
-- more often than other doctors do. Stays and the visits of dialysis and the like are not counted.
with visits as (
    select *
    from {{ ref('int_doctor_visits') }}
    where not is_planned
),

persons as (
    select
        psn_no,
        count(distinct mdtrt_id) as visits
    from visits
    group by psn_no
),

pairs as (
    select
        visits.fixmedins_code,
        visits.bilg_dr_code,
        visits.psn_no,
        count(*) as visits,
        -- On many days, and nearly all visits.
        count(distinct visits.visited_on) >= {{ threshold('cluster_days_min', quarter_start()) }}
        and count(*) >= max(persons.visits) * {{ threshold('cluster_share_min', quarter_start()) }}
            as is_cluster
    from visits
    inner join persons on visits.psn_no = persons.psn_no
    group by visits.fixmedins_code, visits.bilg_dr_code, visits.psn_no
),

-- Of a few patients nothing can be said.
doctors as (
    select
        pairs.fixmedins_code,
        pairs.bilg_dr_code,
        institutions.institution_class,
        'visits_per_person' as metric_id,
        count(*) as persons,
        sum(pairs.visits) as visits,
        count(*) filter (where pairs.is_cluster) as clusters,
        round(sum(pairs.visits) * 1.0 / count(*), 6) as value
    from pairs
    inner join {{ ref('int_institutions') }} as institutions
        on pairs.fixmedins_code = institutions.fixmedins_code
    group by pairs.fixmedins_code, pairs.bilg_dr_code, institutions.institution_class
    having count(*) >= {{ threshold('cluster_persons_min', quarter_start()) }}
),

compared as (
    {{ compared_with_peers('doctors', ['institution_class']) }}
)

select
    {{ peer_columns(
        'compared',
        practitioner_code='compared.bilg_dr_code',
        facts={
            'persons': 'compared.persons',
            'visits': 'compared.visits',
            'clusters': 'compared.clusters'
        }
    ) }},
    '该医师的患者中有 ' || compared.clusters || ' 人就诊 '
    || {{ number_text(threshold('cluster_days_min', quarter_start())) }} || ' 日以上且几乎只找该医师；人均就诊 '
    || {{ number_text('round(compared.value, 2)') }} || ' 次，' || compared.peers
    || ' 名同类机构医师的中位数为 ' || {{ number_text('round(compared.peer_median, 2)') }}
    || ' 次' as signal_reason
from compared
where
    compared.clusters > 0
    and compared.peers >= {{ threshold('peer_group_min', quarter_start()) }}
    and compared.robust_z > {{ threshold('peer_z_max', quarter_start()) }}
