-- A department that tests nearly everybody it admits, when few have the illness that calls for the
-- test and departments of the same kind elsewhere test less than half as many.
with stays as (
    select
        stays.mdtrt_id,
        stays.fixmedins_code,
        stays.adm_dept_codg,
        institutions.institution_class || '/' || institutions.hospital_level_name as peer_group
    from {{ ref('int_stays') }} as stays
    inner join {{ ref('int_institutions') }} as institutions
        on stays.fixmedins_code = institutions.fixmedins_code
    where
        stays.is_in_quarter
        and stays.adm_dept_codg is not null
),

departments as (
    select
        fixmedins_code,
        adm_dept_codg,
        peer_group,
        count(*) as admissions
    from stays
    group by fixmedins_code, adm_dept_codg, peer_group
    having count(*) >= {{ threshold('bundle_min_admissions', quarter_start()) }}
),

-- Routine before surgery and tests ordered by an intensive care unit are left out.
tests as (
    select
        lines.mdtrt_id,
        lines.med_list_codg,
        max(lines.hilist_name) as item_name,
        max(lines.pric) as price,
        count(diagnoses.mdtrt_id) > 0 as is_indicated
    from {{ ref('int_listed_lines') }} as lines
    inner join {{ ref('test_indications') }} as indications
        on lines.kp_id = indications.kp_id and {{ in_force('indications', 'lines.fee_date') }}
    left join {{ ref('int_line_details') }} as details on lines.bkkp_sn = details.bkkp_sn
    left join {{ ref('int_listed_diagnoses') }} as diagnoses
        on
            lines.mdtrt_id = diagnoses.mdtrt_id
            and indications.set_id = diagnoses.set_id
            and diagnoses.list_id = 'diagnosis_sets'
    where
        lines.list_id = 'test_indications'
        and lines.is_in_quarter
        and lines.med_chrgitm_type in ('03', '04')
        and indications.is_screening_package = 0
        and not {{ matches("coalesce(details.bilg_dept_name, '')", "'重症|ICU'") }}
    group by lines.mdtrt_id, lines.med_list_codg
),

tested as (
    select
        stays.fixmedins_code,
        stays.adm_dept_codg,
        tests.med_list_codg,
        max(tests.item_name) as item_name,
        count(*) as tested,
        count(*) filter (where tests.is_indicated) as with_indication,
        avg(tests.price) as price
    from stays
    inner join tests on stays.mdtrt_id = tests.mdtrt_id
    group by stays.fixmedins_code, stays.adm_dept_codg, tests.med_list_codg
),

items as (
    select distinct med_list_codg
    from tested
),

-- Every department with every test, also those that never test.
shares as (
    select
        departments.*,
        items.med_list_codg,
        tested.item_name,
        tested.price,
        tested.with_indication,
        coalesce(tested.tested, 0) as tested,
        round(coalesce(tested.tested, 0) * 1.0 / departments.admissions, 6) as share
    from departments
    cross join items
    left join tested
        on
            departments.fixmedins_code = tested.fixmedins_code
            and departments.adm_dept_codg = tested.adm_dept_codg
            and items.med_list_codg = tested.med_list_codg
),

suspects as (
    select *
    from shares
    where
        share >= {{ threshold('bundle_share_min', quarter_start()) }}
        and with_indication
        <= tested * {{ threshold('bundle_indication_share_max', quarter_start()) }}
),

compared as (
    select
        suspects.fixmedins_code,
        suspects.adm_dept_codg,
        suspects.med_list_codg,
        count(*) as peers,
        {{ median('peers.share') }} as peer_median,
        percentile_disc(0.75) within group (order by peers.share) as peer_p75,
        percentile_disc(0.9) within group (order by peers.share) as peer_p90
    from suspects
    inner join shares as peers
        on
            suspects.adm_dept_codg = peers.adm_dept_codg
            and suspects.peer_group = peers.peer_group
            and suspects.med_list_codg = peers.med_list_codg
            and suspects.fixmedins_code <> peers.fixmedins_code
    group by suspects.fixmedins_code, suspects.adm_dept_codg, suspects.med_list_codg
)

select
    suspects.fixmedins_code,
    cast(null as text) as practitioner_code,
    suspects.adm_dept_codg || ' ' || suspects.med_list_codg as subject,
    'department_test_share' as metric_id,
    {{ quarter_start() }} as period_start,
    {{ quarter_end() }} - 1 as period_end,
    suspects.share as observed,
    compared.peer_median as expected,
    cast(null as numeric(18, 6)) as spread,
    cast(null as numeric(18, 3)) as robust_z,
    compared.peers,
    -- What the department would not have charged, had it tested as many as its peers.
    round((suspects.share - compared.peer_p75) * suspects.admissions * suspects.price, 2) as amount,
    cast(null as text) as verdict,
    '科室 ' || suspects.adm_dept_codg || ' 住院 ' || suspects.admissions || ' 人次中 '
    || suspects.tested || ' 人次做了' || suspects.item_name || '，其中有相应诊断的 '
    || suspects.with_indication || ' 人次；' || compared.peers || ' 个同类科室的中位数为 '
    || {{ number_text('round(100 * compared.peer_median, 1)') }} || '%' as signal_reason,
    {{ evidence({
        'admissions': 'suspects.admissions',
        'tested': 'suspects.tested',
        'with_indication': 'suspects.with_indication',
        'peer_p75': 'compared.peer_p75',
        'peer_p90': 'compared.peer_p90'
    }) }} as evidence
from suspects
inner join compared
    on
        suspects.fixmedins_code = compared.fixmedins_code
        and suspects.adm_dept_codg = compared.adm_dept_codg
        and suspects.med_list_codg = compared.med_list_codg
where
    compared.peers >= {{ threshold('peer_group_min', quarter_start()) }}
    and compared.peer_p90 * 2 < suspects.share
