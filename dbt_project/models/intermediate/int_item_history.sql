-- What the people settled in the quarter were charged, in the quarters before it, of items that
-- a list with a look-back is about: by encounter, item and day, refunds taken off. Encounters
-- that go on in the quarter are not here: their lines are in int_fee_lines.
-- This is the one other reader of the raw lines, and it only keeps what the lists name.
with people as (
    select distinct psn_no
    from {{ ref('int_settlements') }}
    where quarter = '{{ var("quarter") }}'
),

current_encounters as (
    select distinct mdtrt_id
    from {{ ref('int_settlements') }}
    where quarter = '{{ var("quarter") }}'
),

earlier as (
    select settlements.*
    from {{ ref('int_settlements') }} as settlements
    inner join people on settlements.psn_no = people.psn_no
    left join current_encounters on settlements.mdtrt_id = current_encounters.mdtrt_id
    where
        settlements.quarter <> '{{ var("quarter") }}'
        and settlements.standing = 'net'
        and current_encounters.mdtrt_id is null
),

-- A settlement's lines, and those of the reversal that took back a part of it.
sources as (
    select
        setl_id,
        setl_id as netting_setl_id
    from earlier
    union all
    select
        reversals.setl_id,
        reversals.original_setl_id as netting_setl_id
    from {{ ref('int_reversals') }} as reversals
    inner join earlier on reversals.original_setl_id = earlier.setl_id
),

codes as (
    select distinct listed_code
    from {{ ref('int_knowledge_points') }}
    where looks_back and listed_code is not null
),

names as (
    select distinct listed_name
    from {{ ref('int_knowledge_points') }}
    where looks_back and listed_name is not null
),

lines as (
    select
        lines.bkkp_sn,
        lines.init_feedetl_sn,
        lines.setl_id,
        sources.netting_setl_id,
        lines.fee_ocur_time::date as fee_date,
        lines.med_list_codg,
        lines.hilist_code,
        lines.hilist_name,
        lines.cnt,
        lines.inscp_amt
    from {{ ref('stg_fee_list_d') }} as lines
    inner join sources on lines.setl_id = sources.setl_id
    where
        lines.med_list_codg in (select codes.listed_code from codes)
        or left(lines.med_list_codg, 14) in (select codes.listed_code from codes)
        or lines.hilist_name in (select names.listed_name from names)
),

-- A refund counts on the day of the line it names, not on its own; that of a reversal only on
-- lines of the settlement it takes back.
netted as (
    select
        lines.netting_setl_id,
        coalesce(charges.fee_date, lines.fee_date) as fee_date,
        coalesce(charges.med_list_codg, lines.med_list_codg) as med_list_codg,
        coalesce(charges.hilist_code, lines.hilist_code) as hilist_code,
        coalesce(charges.hilist_name, lines.hilist_name) as hilist_name,
        lines.cnt,
        lines.inscp_amt
    from lines
    left join lines as charges
        on
            lines.init_feedetl_sn = charges.bkkp_sn
            and lines.cnt < 0
    where
        lines.setl_id = lines.netting_setl_id
        or charges.setl_id is null
        or charges.setl_id = lines.netting_setl_id
)

select
    earlier.psn_no,
    earlier.mdtrt_id,
    min(earlier.setl_id) as setl_id,
    min(earlier.fixmedins_code) as fixmedins_code,
    max(earlier.hospital_level) as hospital_level,
    min(earlier.med_type_group) as med_type_group,
    netted.med_list_codg,
    netted.hilist_code,
    netted.hilist_name,
    netted.fee_date,
    sum(netted.cnt)::numeric(16, 4) as quantity,
    greatest(0, sum(netted.inscp_amt))::numeric(16, 2) as inscp_amount,
    count(*) filter (where netted.cnt > 0)::int as line_count
from netted
inner join earlier on netted.netting_setl_id = earlier.setl_id
group by
    earlier.psn_no, earlier.mdtrt_id, netted.med_list_codg, netted.hilist_code,
    netted.hilist_name, netted.fee_date
having sum(netted.cnt) > 0
