"""Schema raw: batches as they came, and what the door said of them."""

from alembic import op

revision = "0001_raw"
down_revision = None

# Frozen here: a later column is a later revision. tests/integration/landing
# compares the outcome with landing/dictionary.csv.
TABLES = {
    "setl_d": """
        setl_id mdtrt_id psn_no gend brdy insutype insu_admdvs fixmedins_code
        fix_blng_admdvs hosp_lv med_type begndate enddate setl_time medfee_sumamt
        fulamt_ownpay_amt overlmt_selfpay preselfpay_amt inscp_amt act_pay_dedc
        hifp_pay cvlserv_pay hifes_pay hifmi_pay hifob_pay hifdm_pay maf_pay
        othfund_pay fund_pay_sumamt psn_pay acct_pay cash_payamt refd_setl_flag
        init_setl_id vali_flag exch_updt_time new_setl_id medins_setl_id clr_optins
        psn_insu_rlts_id psn_type sp_psn_type cvlserv_flag nwb_flag pay_loc
        lmtpric_hosp_lv dedc_hosp_lv mdtrt_cert_type setl_type clr_type clr_way
        psn_setlway dedc_std crt_dedc pool_prop_selfpay hi_agre_sumfee ownpay_hosp_part
        acct_mulaid_pay mid_setl_flag cal_ipt_cnt manl_reim_rea year dise_no dise_name
        bydise_setl_payamt exct_item_fund_payamt
    """,
    "mdtrt_d": """
        mdtrt_id psn_no fixmedins_code med_type begntime endtime dscg_maindiag_code
        dscg_way adm_dept_codg chfpdr_code vali_flag exch_updt_time medins_setl_id
        insutype insu_admdvs psn_type nwb_flag pay_loc hosp_lv fix_blng_admdvs year
        rloc_type ars_year_ipt_flag refl_old_mdtrt_id ipt_otp_no adm_way adm_diag_dscr
        adm_dept_name adm_caty adm_bed wardarea_bed traf_dept_flag dscg_maindiag_name
        dscg_dept_codg dscg_dept_name dscg_caty dscg_bed dise_no dise_name
        dise_type_code oprn_oprt_code oprn_oprt_name otp_diag_info inhosp_stas die_date
        ipt_days geso_val matn_type birctrl_type fetus_cnt birctrl_matn_date
        trt_dcla_detl_sn same_dise_adm_flag ttp_pay_flag ttp_pay_prop
    """,
    "fee_list_d": """
        bkkp_sn setl_id mdtrt_id psn_no fixmedins_code med_type fee_ocur_time cnt pric
        det_item_fee_sumamt fulamt_ownpay_amt overlmt_selfpay preselfpay_amt inscp_amt
        selfpay_prop pric_uplmt_amt chrgitm_lv hilist_code hilist_name list_type
        med_list_codg medins_list_codg medins_list_name med_chrgitm_type rx_drord_no
        bilg_dept_codg bilg_dr_code init_feedetl_sn vali_flag exch_updt_time
        insu_admdvs pay_loc cvlserv_bedfee_amt medins_disc_amt prodname spec
        dosform_name bilg_dept_name acord_dept_codg acord_dept_name acord_dr_code
        lmt_used_flag hosp_prep_flag hosp_appr_flag tcmdrug_used_way prodplac_type
        bas_medn_flag hi_nego_drug_flag prcu_drug_flag chld_medc_flag etip_flag
        etip_hosp_code dscg_tkdrug_flag list_sp_item_flag matn_fee_flag drt_reim_flag
        reim_prop oprn_oprt_code sin_dos_dscr used_frqu_dscr prd_days medc_way_dscr
        rx_circ_flag dise_codg chrg_bchno comb_no
    """,
    "setl_diag_list_d": """
        diag_info_id mdtrt_id psn_no inout_diag_type diag_type maindiag_flag
        diag_srt_no diag_code diag_name vali_flag exch_updt_time adm_cond diag_dept
        diag_dr_code diag_time
    """,
    "mdcs_fund_setl_list_oprn_d": """
        setl_list_oprn_id setl_id mdtrt_id psn_no oprn_oprt_code main_oprn_flag
        oprn_oprt_name oprn_oprt_date anst_way oper_dr_code anst_dr_code vali_flag
        exch_updt_time
    """,
    "fixmedins_b": """
        fixmedins_code fixmedins_name fixmedins_type medins_type hosp_lv
        fix_blng_admdvs begntime endtime medins_mgtcode uscc lmtpric_hosp_lv
        dedc_hosp_lv aprv_bed_cnt medins_natu npmo_flag biznat econ_type
        out_fixmedins_type fix_onln_open_flag vali_flag exch_updt_time
    """,
    "psn_info_b": """
        psn_no psn_name gend brdy surv_stas deth_date naty resd_loc_admdvs live_admdvs
        vali_flag exch_updt_time
    """,
    "dr_info_b": """
        dr_code dr_name medins_code medins_name dr_prac_type dr_prac_scp_code
        dr_prac_scp_name dr_prac_lv dr_pro_tech_duty prac_regn mul_prac_flag
        main_pracins_no prac_stas psn_stas nemp_time cntr_begntime cntr_endtime cred_lv
        vali_flag exch_updt_time
    """,
    "psn_insu_d": """
        psn_insu_rlts_id psn_no insutype crt_insu_date paus_insu_date psn_insu_stas
        psn_type psn_insu_date hi_type insu_admdvs vali_flag exch_updt_time
    """,
    "opsp_reg_d": """
        trt_dcla_detl_sn psn_no opsp_dise_code begndate enddate insutype dise_type_code
        opsp_dise_name insu_admdvs ide_fixmedins_no diag_dr_code vali_flag
        exch_updt_time
    """,
    "hilist_b": """
        hilist_code begndate insu_admdvs hilist_name enddate med_chrgitm_type
        chrgitm_lv lmt_used_flag list_type med_use_flag matn_used_flag hilist_use_type
        lmt_cpnd_type memo vali_flag exch_updt_time
    """,
    "hilist_lmtpric_d": """
        hilist_code hilist_lmtpric_type begndate insu_admdvs hilist_pric_uplmt_amt
        enddate overlmt_dspo_way tabname vali_flag exch_updt_time
    """,
    "fee_trac_d": """
        bkkp_sn drug_trac_codg setl_id mdtrt_id psn_no fixmedins_code med_list_codg
        scan_time vali_flag exch_updt_time
    """,
    "bffact_warn_rslt_d": """
        warn_rslt_id mdtrt_id call_log_id ipt_otp_no medins_code medins_name psn_no
        dr_code mnit_scen trig_scen med_type reqt_time rsp_time vola_flag rule_id
        rule_code rule_name rule_sev_deg rule_warn_lv warn_cont medfee_sumamt vola_amt
        warn_dspo_way warn_dspo_way_dscr exch_updt_time
    """,
}

# Every column is text: types are judged row by row on the way in, and dbt casts.
PLATFORM_TABLE = """
create table raw.{table} (
    batch_id text not null,
    line_number bigint not null,
    other_columns jsonb,
    {columns}
) partition by list (batch_id)
"""

BATCH = """
create table raw.batch (
    batch_id text not null,
    content_sha256 text not null,
    load_number bigint generated always as identity unique,
    quarter text,
    kind text,
    source text,
    extracted_from timestamptz,
    extracted_to timestamptz,
    status text not null check (status in ('loaded', 'refused')),
    reason text,
    seen_at timestamptz not null,
    loaded_at timestamptz,
    folder text not null,
    manifest json,
    report jsonb not null,
    primary key (batch_id, content_sha256),
    check ((status = 'loaded') = (loaded_at is not null)),
    check ((status = 'refused') = (reason is not null))
);
create unique index batch_loaded_once on raw.batch (batch_id) where status = 'loaded';
comment on table raw.batch is
    'One row per batch and content seen; of one batch_id at most one is loaded.';
comment on column raw.batch.load_number is
    'Order of arrival; breaks ties between versions of a row.';
comment on column raw.batch.report is 'What the quality page shows.';
"""

BATCH_TABLE = """
create table raw.batch_table (
    batch_id text not null,
    table_name text not null,
    file_name text not null,
    rows_in_file bigint not null,
    rows_loaded bigint not null,
    rows_set_aside bigint not null,
    unknown_columns text[] not null,
    dropped_columns text[] not null,
    primary key (batch_id, table_name),
    check (rows_in_file = rows_loaded + rows_set_aside)
);
comment on table raw.batch_table is 'One row per loaded batch and table.';
comment on column raw.batch_table.dropped_columns is
    'Columns of the file whose values identify people and were not kept.';
"""

ROW_SET_ASIDE = """
create table raw.row_set_aside (
    batch_id text not null,
    table_name text not null,
    line_number bigint not null,
    column_name text not null,
    value text,
    reason text not null,
    row_content jsonb not null,
    primary key (batch_id, table_name, line_number)
);
comment on table raw.row_set_aside is
    'One row per line that could not be typed; names its first bad column.';
"""

ROW_SUPERSEDED = """
create table raw.row_superseded (
    table_name text not null,
    batch_id text not null,
    line_number bigint not null,
    primary key (table_name, batch_id, line_number)
);
comment on table raw.row_superseded is
    'Rows of which a later version of the same key was loaded, whatever arrived first.';
"""

BATCH_CHECK = """
create table raw.batch_check (
    batch_id text not null,
    content_sha256 text not null,
    table_name text not null,
    check_id text not null,
    description_zh text not null,
    severity text not null check (severity in ('critical', 'warning')),
    passed boolean not null,
    failed_rows bigint,
    total_rows bigint,
    details jsonb not null,
    primary key (batch_id, content_sha256, check_id),
    foreign key (batch_id, content_sha256) references raw.batch
);
comment on table raw.batch_check is 'One row per check at the door and batch seen.';
"""


def upgrade() -> None:
    op.execute("create schema raw")
    for table, names in TABLES.items():
        columns = ",\n    ".join(f"{name} text" for name in names.split())
        op.execute(PLATFORM_TABLE.format(table=table, columns=columns))
    for statement in (BATCH, BATCH_TABLE, ROW_SET_ASIDE, ROW_SUPERSEDED, BATCH_CHECK):
        op.execute(statement)


def downgrade() -> None:
    raise RuntimeError("migrations go forward only; restore a backup instead")
