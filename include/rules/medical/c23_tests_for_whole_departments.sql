-- A department that tests nearly everybody it admits, when few have the illness that calls for the
-- test and departments of the same kind elsewhere test less than half as many.
with departments as (
    select *
    from {{ ref('int_department_tests') }}
    where admissions >= {{ threshold('bundle_min_admissions', quarter_start()) }}
),

suspects as (
    select *
    from departments
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
    inner join departments as peers
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
    and compared.peer_p90 * {{ threshold('bundle_peer_factor', quarter_start()) }} < suspects.share
