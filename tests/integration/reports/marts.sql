create schema marts;
create table marts.mart_review_breakdown (
    quarter text,
    dimension text,
    position integer,
    code text,
    label text,
    institutions integer,
    settlements integer,
    medfee_amount numeric(18, 2),
    fund_pay_amount numeric(18, 2),
    hits integer,
    hit_fee_amount numeric(18, 2),
    hit_fund_amount numeric(18, 2),
    attributed_fund_amount numeric(18, 2)
);
create table marts.dim_rule (
    rule_id text,
    rule_name text,
    rule_class text,
    official_code text,
    verdict text,
    effective_from date,
    basis text,
    sql_sha256 text,
    lists text[]
);
create table marts.fct_rule_hits (
    hit_id text,
    rule_id text,
    rule_version text,
    rule_status text,
    verdict text,
    quarter text,
    setl_id text,
    fixmedins_code text,
    hit_fee_amount numeric(18, 2),
    attributed_fund_amount numeric(18, 2)
);
create table marts.fct_screening_coverage (
    quarter text,
    rule_id text,
    rule_status text,
    settlements_in_scope integer,
    settlements_screened integer,
    settlements_not_judged integer,
    hits integer
);
create table marts.fct_screening_gap (
    quarter text, rule_id text, reason text, label text, settlements integer
);
create table marts.mart_data_quality (
    quarter text,
    check_id text,
    label text,
    severity text,
    failed_count bigint,
    total_count bigint
);
create table marts.mart_unconfirmed_threshold (
    quarter text,
    rule_id text,
    rule_status text,
    threshold_id text,
    value numeric(18, 4),
    unit text,
    meaning text,
    valid_from date
);
create table marts.dim_institution (
    fixmedins_code text,
    fixmedins_name text,
    institution_class text,
    hospital_level_name text,
    county text
);
create table marts.mart_institution_quarter (
    quarter text,
    fixmedins_code text,
    settlements integer,
    total_fund_pay_amount numeric(18, 2),
    cross_quarter_reversals integer,
    cross_quarter_reversed_amount numeric(18, 2),
    cross_quarter_reversed_fund_amount numeric(18, 2),
    inpatient_total_fee numeric(18, 2),
    inpatient_total_fee_growth numeric(18, 4),
    inpatient_visits integer,
    fee_per_visit numeric(18, 2),
    average_length_of_stay numeric(18, 2),
    drug_share numeric(18, 4),
    material_share numeric(18, 4)
);
create table marts.mart_readmission (
    quarter text,
    fixmedins_code text,
    delivered_to date,
    discharges integer,
    followed_15 integer,
    followed_30 integer,
    is_provisional boolean,
    transfers integer,
    planned_readmissions integer,
    readmissions_15 integer,
    readmissions_here_15 integer,
    readmissions_30 integer,
    readmissions_here_30 integer,
    same_illness_15 integer,
    same_illness_here_15 integer
);
create table marts.mart_fund_kpi (
    quarter text, view text, locality text, dimension text, code text, label text
);
create table marts.mart_prereminder_kpi (
    quarter text, dimension text, code text, label text
);
create table marts.fct_institution_signals (
    quarter text, rule_id text, rule_status text, fixmedins_code text
);
