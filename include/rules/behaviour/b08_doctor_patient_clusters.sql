-- A doctor with patients who come again and again and to nobody else, and who sees patients far
-- more often than other doctors do. Stays and the visits of dialysis and the like are not counted.
with visits as (
    select
        lines.fixmedins_code,
        lines.bilg_dr_code,
        lines.psn_no,
        lines.mdtrt_id,
        min(lines.fee_date) as visited_on
    from {{ ref('int_fee_lines') }} as lines
    left join {{ ref('int_exempt_encounters') }} as exempt
        on
            lines.mdtrt_id = exempt.mdtrt_id
            and exempt.exemption_id = 'planned_readmission'
    where
        lines.is_in_quarter
        and lines.med_type_group in ('门诊', '慢特病')
        and lines.bilg_dr_code is not null
        and exempt.mdtrt_id is null
    group by lines.fixmedins_code, lines.bilg_dr_code, lines.psn_no, lines.mdtrt_id
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
        count(*) as persons,
        sum(pairs.visits) as visits,
        count(*) filter (where pairs.is_cluster) as clusters,
        round(sum(pairs.visits) * 1.0 / count(*), 6) as visits_per_person
    from pairs
    inner join {{ ref('int_institutions') }} as institutions
        on pairs.fixmedins_code = institutions.fixmedins_code
    group by pairs.fixmedins_code, pairs.bilg_dr_code, institutions.institution_class
    having count(*) >= {{ threshold('cluster_persons_min', quarter_start()) }}
),

medians as (
    select
        institution_class,
        count(*) as peers,
        {{ median('visits_per_person') }} as peer_median
    from doctors
    group by institution_class
),

deviations as (
    select
        doctors.institution_class,
        1.4826 * {{ median('abs(doctors.visits_per_person - medians.peer_median)') }} as spread
    from doctors
    inner join medians on doctors.institution_class = medians.institution_class
    group by doctors.institution_class
)

select
    doctors.fixmedins_code,
    doctors.bilg_dr_code as practitioner_code,
    cast(null as text) as subject,
    'visits_per_person' as metric_id,
    {{ quarter_start() }} as period_start,
    {{ quarter_end() }} - 1 as period_end,
    doctors.visits_per_person as observed,
    medians.peer_median as expected,
    deviations.spread,
    round((doctors.visits_per_person - medians.peer_median) / deviations.spread, 3) as robust_z,
    medians.peers,
    cast(null as numeric(16, 2)) as amount,
    cast(null as text) as verdict,
    '该医师的患者中有 ' || doctors.clusters || ' 人就诊 '
    || {{ number_text(threshold('cluster_days_min', quarter_start())) }} || ' 日以上且几乎只找该医师；人均就诊 '
    || {{ number_text('round(doctors.visits_per_person, 2)') }} || ' 次，' || medians.peers
    || ' 名同类机构医师的中位数为 ' || {{ number_text('round(medians.peer_median, 2)') }}
    || ' 次' as signal_reason,
    {{ evidence({
        'persons': 'doctors.persons',
        'visits': 'doctors.visits',
        'clusters': 'doctors.clusters'
    }) }} as evidence
from doctors
inner join medians on doctors.institution_class = medians.institution_class
inner join deviations on doctors.institution_class = deviations.institution_class
where
    doctors.clusters > 0
    and deviations.spread > 0
    and medians.peers >= {{ threshold('peer_group_min', quarter_start()) }}
    and doctors.visits_per_person - medians.peer_median
    > {{ threshold('peer_z_max', quarter_start()) }} * deviations.spread
