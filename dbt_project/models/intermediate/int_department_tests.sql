-- How many of a department's stays of the quarter had each listed test, and how many of those an
-- illness that calls for it: every department with every test, also those that never test.
-- Routine before surgery and tests ordered by an intensive care unit are left out.
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
        count(*)::int as admissions
    from stays
    group by fixmedins_code, adm_dept_codg, peer_group
),

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
)

select
    departments.fixmedins_code,
    departments.adm_dept_codg,
    departments.peer_group,
    departments.admissions,
    items.med_list_codg,
    tested.item_name,
    tested.price,
    coalesce(tested.tested, 0)::int as tested,
    coalesce(tested.with_indication, 0)::int as with_indication,
    round(coalesce(tested.tested, 0) * 1.0 / departments.admissions, 6)::numeric(18, 6) as share
from departments
cross join items
left join tested
    on
        departments.fixmedins_code = tested.fixmedins_code
        and departments.adm_dept_codg = tested.adm_dept_codg
        and items.med_list_codg = tested.med_list_codg
