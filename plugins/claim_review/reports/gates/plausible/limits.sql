-- What cannot be more than it is part of: claims than payments, screened than in scope, and
-- shares than the whole. Of what the fund paid some may lie outside the policy scope, so
-- that neither K13 nor K16 has a limit.
select
    format(
        '%%s %%s: attributed fund %%s exceeds what the fund paid, %%s',
        breakdown.dimension, breakdown.code, breakdown.attributed_fund_amount,
        breakdown.fund_pay_amount
    ) as problem
from marts.mart_review_breakdown as breakdown
where
    breakdown.quarter = %(quarter)s
    and breakdown.attributed_fund_amount > breakdown.fund_pay_amount + 0.01
union all
select
    format(
        'rule %%s: %%s of %%s settlements in scope screened, %%s not judged',
        coverage.rule_id, coverage.settlements_screened, coverage.settlements_in_scope,
        coverage.settlements_not_judged
    )
from marts.fct_screening_coverage as coverage
where
    coverage.quarter = %(quarter)s
    and coverage.settlements_screened + coverage.settlements_not_judged
    <> coverage.settlements_in_scope
union all
select
    format(
        '%%s of %%s: %%s is no share of a whole', share.key, told.place, share.value
    )
from (
    select
        'institution ' || institutions.fixmedins_code as place,
        to_jsonb(institutions) as columns
    from marts.mart_institution_quarter as institutions
    where institutions.quarter = %(quarter)s
    union all
    select
        concat_ws(' ', 'mart_fund_kpi', kpi.view, kpi.locality, kpi.dimension, kpi.code),
        to_jsonb(kpi)
    from marts.mart_fund_kpi as kpi
    where kpi.quarter = %(quarter)s
) as told
cross join lateral jsonb_each_text(told.columns) as share
where
    (
        share.key like '%%\_share'
        or share.key in ('persons_per_visit', 'actual_reimbursement_rate')
    )
    and share.key <> 'inscope_self_pay_share'
    and share.value::numeric not between 0 and 1
union all
select
    format(
        'institution %%s has %%s rows in dim_institution: classes %%s, levels %%s, counties %%s',
        institutions.fixmedins_code, count(*),
        string_agg(distinct institutions.institution_class, ', '),
        string_agg(distinct institutions.hospital_level_name, ', '),
        string_agg(distinct institutions.county, ', ')
    )
from marts.dim_institution as institutions
group by institutions.fixmedins_code
having count(*) > 1
order by problem
