"""Stocks, sales and devices that a province may send, and two columns more."""

from alembic import op

revision = "0005_optional_inputs"
down_revision = "0004_knowledge"
branch_labels = None
depends_on = None

# Frozen here, as in 0001: tests compare the outcome with landing/dictionary.csv.
TABLES = {
    "drug_stock_d": """
        fixmedins_code med_list_codg period item_kind opening_cnt purchased_cnt
        selfpay_sold_cnt closing_cnt unit purchase_pric vali_flag exch_updt_time
    """,
    "trac_stock_d": """
        fixmedins_code drug_trac_codg inbound_time outbound_time med_list_codg vali_flag
        exch_updt_time
    """,
    "selfpay_sale_d": """
        sale_id fixmedins_code med_list_codg sale_time cnt pric amount vali_flag
        exch_updt_time
    """,
    "device_reg_d": """
        fixmedins_code device_type begndate enddate vali_flag exch_updt_time
    """,
}

PLATFORM_TABLE = """
create table raw.{table} (
    batch_id text not null,
    line_number bigint not null,
    other_columns jsonb,
    {columns}
) partition by list (batch_id)
"""


def upgrade() -> None:
    for table, names in TABLES.items():
        columns = ",\n    ".join(f"{name} text" for name in names.split())
        op.execute(PLATFORM_TABLE.format(table=table, columns=columns))
    op.execute("alter table raw.fee_list_d add column crte_time text")
    op.execute(
        "alter table raw.mdcs_fund_setl_list_oprn_d add column sinc_heal_lv text"
    )


def downgrade() -> None:
    raise RuntimeError("migrations go forward only; restore a backup instead")
