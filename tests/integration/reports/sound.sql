-- A small quarter whose marts add up, to be falsified one figure at a time.
create schema marts;
create table marts.dim_rule (rule_id text, verdict text);
insert into marts.dim_rule values ('P-26', 'hard'), ('M-15', 'suspect'), ('D-01', 'gate');

create table marts.dim_institution (
    fixmedins_code text, institution_class text, hospital_level_name text, county text
);
insert into marts.dim_institution values
('H1', '综合医院', '二级', '合作市'), ('H2', '综合医院', '一级', '夏河县');

create table marts.mart_review_breakdown (
    quarter text, dimension text, code text, institutions integer, settlements integer,
    medfee_amount numeric(18, 2), fund_pay_amount numeric(18, 2), hits integer,
    hit_fee_amount numeric(18, 2), hit_fund_amount numeric(18, 2),
    attributed_fund_amount numeric(18, 2)
);
insert into marts.mart_review_breakdown values
('2025Q1', 'total', 'all', 2, 200, 512345, 300100, 7, 4200, 2200, 2100),
('2025Q1', 'class', '综合医院', 2, 200, 512345, 300100, 7, 4200, 2200, 2100),
('2025Q1', 'level', '二级', 1, 150, 500000, 300000, 5, 4000, 2000, 2000),
('2025Q1', 'level', '一级', 1, 50, 12345, 100, 2, 200, 200, 100),
('2025Q1', 'county', '合作市', 1, 150, 500000, 300000, 5, 4000, 2000, 2000),
('2025Q1', 'county', '夏河县', 1, 50, 12345, 100, 2, 200, 200, 100),
('2025Q1', 'rule', 'P-26', 1, 200, null, null, 5, 4000, 2000, 2000),
('2025Q1', 'rule', 'M-15', 1, 200, null, null, 2, 200, 200, 100),
('2025Q1', 'rule', 'D-01', 2, 200, null, null, 4, 0, 0, 0),
('2025Q1', 'amount_band', '2', 2, 5, null, null, 7, 4200, 2200, 2100),
('2025Q1', 'verdict', 'hard', 2, 5, null, null, 7, 4200, 2200, 2100),
('2025Q1', 'verdict', 'gate', 2, 4, null, null, 4, 0, 0, 0);

create table marts.fct_rule_hits (
    quarter text, rule_id text, rule_status text, verdict text,
    hit_fee_amount numeric(16, 2), attributed_fund_amount numeric(16, 2)
);
insert into marts.fct_rule_hits
select '2025Q1', 'P-26', 'live', 'hard', 800, 400 from generate_series(1, 5)
union all
select '2025Q1', 'M-15', 'live', 'suspect', 100, 50 from generate_series(1, 2)
union all
select '2025Q1', 'D-01', 'live', 'gate', 0, 0 from generate_series(1, 4)
union all
select '2025Q1', 'C-09', 'shadow', 'alert', 1, 1
union all
select '2024Q4', 'P-26', 'live', 'hard', 1, 1;

create table marts.fct_screening_coverage (
    quarter text, rule_id text, settlements_in_scope integer,
    settlements_screened integer, settlements_not_judged integer
);
insert into marts.fct_screening_coverage values ('2025Q1', 'P-26', 200, 199, 1);

create table marts.mart_institution_quarter (
    quarter text, fixmedins_code text, settlements integer, medfee_amount numeric,
    total_fund_pay_amount numeric, inpatient_total_fee numeric,
    pooled_fund_amount numeric, inpatient_visits integer, drug_share numeric,
    inscope_self_pay_share numeric, actual_reimbursement_rate numeric
);
insert into marts.mart_institution_quarter values
('2025Q1', 'H1', 150, 500000, 300000, 400000, 200000, 61, 0.2512, -0.01, 0.6),
('2025Q1', 'H2', 50, 12345, 100, 0, 0, 0, null, null, null);

create table marts.mart_fund_kpi (
    quarter text, view text, locality text, dimension text, code text,
    settlements integer, medfee_amount numeric, total_fund_pay_amount numeric,
    inpatient_total_fee numeric, pooled_fund_amount numeric, inpatient_visits integer,
    inpatient_persons integer, drug_share numeric
);
insert into marts.mart_fund_kpi values
('2025Q1', 'settled', 'all', 'total', 'all', 200, 512345, 300100, 4e5, 2e5, 61, 50, 0.25),
('2025Q1', 'settled', 'local', 'total', 'all', 200, 512345, 300100, 4e5, 2e5, 61, 50, 0.25),
('2025Q1', 'settled', 'all', 'county', '合作市', 150, 500000, 300000, 4e5, 2e5, 61, 50, 0.25),
('2025Q1', 'settled', 'all', 'county', '夏河县', 50, 12345, 100, 0, 0, 0, 9, null),
('2025Q1', 'settled', 'local', 'county', '合作市', 150, 5e5, 3e5, 4e5, 2e5, 61, 50, 0.25),
('2025Q1', 'settled', 'local', 'county', '夏河县', 50, 12345, 100, 0, 0, 0, 9, null),
('2025Q1', 'discharged', 'all', 'total', 'all', null, null, null, 3e5, 1e5, 60, 50, 0.25),
('2025Q1', 'discharged', 'local', 'total', 'all', null, null, null, 3e5, 1e5, 60, 50, 1);
