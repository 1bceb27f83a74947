"""The relations that dashboard and training packs read, and a small quarter in them.

Six persons in one county and two in another were found by one rule; two of the cases
went on, one to a refusal and one to an institution that has still to answer.
"""

import psycopg
from tests.integration.cases import casework
from tests.integration.reports.marts import load_batch

TABLES = """
create schema if not exists marts;
create schema if not exists lists;
create schema if not exists staging;
create table marts.mart_review_breakdown (
    quarter text, dimension text, code text, label text, institutions int,
    settlements int, medfee_amount numeric, fund_pay_amount numeric, hits int,
    hit_fee_amount numeric, attributed_fund_amount numeric
);
create table marts.dim_rule (
    rule_id text, rule_name text, rule_class text, verdict text, status text,
    grain text, basis text, description text, exemptions text[], appeal_evidence text[]
);
create table marts.fct_rule_hits (
    hit_id text, rule_id text, rule_status text, verdict text, quarter text,
    setl_id text, mdtrt_id text, bkkp_sn text, psn_no text, fixmedins_code text,
    hit_fee_amount numeric, hit_reason text
);
create table marts.dim_institution (
    fixmedins_code text, institution_class text, county_code text, county text
);
create table marts.fct_screening_coverage (
    quarter text, rule_status text, settlements_in_scope int,
    settlements_screened int, settlements_not_judged int
);
create table marts.mart_data_quality (
    quarter text, check_id text, label text, severity text, failed_count bigint,
    total_count bigint
);
create table marts.mart_prereminder_kpi (
    quarter text, dimension text, code text, alerts int, compliance_rate numeric,
    followed_amount numeric
);
create table lists.counties (admdvs text, county text, position int);
create table lists.appeal_evidence (evidence_id text, label text);
create table lists.exemptions (exemption_id text, label text);
create table lists.med_types (med_type text, med_type_name text);
create table staging.stg_setl_d (
    setl_id text, med_type text, gend text, brdy date, setl_time timestamp
);
create table staging.stg_fee_list_d (bkkp_sn text, hilist_name text, cnt numeric);
create table staging.stg_mdtrt_d (mdtrt_id text, psn_no text);
create table staging.stg_bffact_warn_rslt_d (
    warn_rslt_id text, medins_code text, mdtrt_id text, rule_code text,
    rule_name text, vola_flag text, warn_dspo_way text, reqt_time timestamp
);

insert into lists.counties values ('623001', '合作市', 1), ('623027', '夏河县', 8);
insert into lists.appeal_evidence values ('order_sheet', '医嘱单');
insert into lists.med_types values ('11', '普通门诊');
insert into marts.dim_institution values
    ('H1', '综合医院', '623001', '合作市'), ('H2', '零售药店', '623027', '夏河县'),
    ('H3', '诊所及村卫生室', '623001', '合作市');
insert into marts.dim_rule values
    ('P-26', '限定频次', 'policy', 'hard', 'live', 'line', '依据', '说明。', '{}',
        '{order_sheet}'),
    ('D-03', '必填信息缺失', 'data_gate', 'gate', 'live', 'settlement', '依据', '说明',
        '{}', '{}');
insert into marts.fct_rule_hits
select
    'P-26-' || n, 'P-26', 'live', 'hard', '2025Q1', 'S' || n, 'M' || n, 'L' || n,
    'PERSON' || n, case when n <= 6 then 'H1' else 'H2' end, 100 + n, '示例'
from generate_series(1, 8) as n;
insert into marts.fct_rule_hits values
    ('D-03-1', 'D-03', 'live', 'gate', '2025Q1', 'S1', 'M1', null, 'PERSON1', 'H2', 0,
        '缺少诊断'),
    ('P-26-9', 'P-26', 'shadow', 'hard', '2025Q1', 'S9', 'M9', 'L9', 'PERSON9', 'H1',
        999, '示例');
insert into staging.stg_setl_d
select 'S' || n, '11', '2', '1980-05-17', '2025-02-13' from generate_series(1, 9) as n;
insert into staging.stg_fee_list_d
select 'L' || n, '示例项目', 2 from generate_series(1, 9) as n;
insert into marts.mart_review_breakdown values
    ('2025Q1', 'total', 'all', '全州', 2, 200, 512345, 300100, 8, 836, 640),
    ('2025Q1', 'county', '合作市', '合作市', 1, 150, 412345, 200100, 6, 621, 480),
    ('2025Q1', 'county', '夏河县', '夏河县', 1, 50, 100000, 100000, 2, 215, 160),
    ('2025Q1', 'class', '综合医院', '综合医院', 1, 150, 412345, 200100, 6, 621, 480),
    ('2025Q1', 'rule', 'P-26', '限定频次', 2, 200, null, null, 8, 836, 640),
    ('2025Q1', 'rule', 'D-03', '必填信息缺失', 1, 200, null, null, 1, 0, 0);
insert into marts.fct_screening_coverage values ('2025Q1', 'live', 200, 199, 1);
insert into marts.mart_prereminder_kpi values
    ('2025Q1', 'total', 'all', 7, 0.5, 33), ('2025Q1', 'class', '综合医院', 9, 0.5, 44);
insert into marts.mart_data_quality values
    ('2025Q1', 'no_doctor', '无医师', 'gate', 2, 200),
    ('2025Q1', 'no_sex', '性别未知', 'warning', 0, 200);
"""


def fill(connection: psycopg.Connection) -> None:
    """Make the quarter."""
    connection.execute(TABLES)
    load_batch(connection)
    for number in range(1, 9):
        case = casework.opened(
            connection,
            f"P-26-{number}",
            setl_id=f"S{number}",
            mdtrt_id=f"M{number}",
            bkkp_sn=f"L{number}",
            fixmedins_code="H1" if number <= 6 else "H2",
        )
        case.goes_to({1: "S91", 2: "S40"}.get(number, "S10"))
