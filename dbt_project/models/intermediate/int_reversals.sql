-- Which settlement each reversal takes back: the one it names or, where the system sends no
-- name or one that was never delivered, one of the same encounter over the same amount.
-- All quarters are read: a reversal may come long after its original.
with settlements as (
    select
        setl_id,
        mdtrt_id,
        setl_time,
        init_setl_id,
        medfee_sumamt,
        fund_pay_sumamt,
        coalesce(refd_setl_flag = '1', false) as is_flagged,
        -- A new settlement may name the one it replaces: only what gives money back reverses.
        coalesce(medfee_sumamt < 0, false)
        or coalesce(refd_setl_flag = '1' and init_setl_id is not null, false) as is_reversal
    from {{ ref('stg_setl_d') }}
),

-- Some systems send the amounts of a reversal without their sign.
named as (
    select
        reversals.setl_id,
        reversals.mdtrt_id,
        reversals.setl_time,
        -abs(reversals.medfee_sumamt) as reversed_amount,
        -abs(reversals.fund_pay_sumamt) as reversed_fund_amount,
        originals.setl_id as original_setl_id
    from settlements as reversals
    left join settlements as originals
        on reversals.init_setl_id = originals.setl_id and not originals.is_reversal
    where reversals.is_reversal
),

nameless as (
    select
        setl_id,
        mdtrt_id,
        reversed_amount,
        row_number() over (partition by mdtrt_id, reversed_amount order by setl_time, setl_id)
            as turn
    from named
    where original_setl_id is null
),

-- The one that is marked as refunded goes first, then the oldest.
candidates as (
    select
        settlements.setl_id,
        settlements.mdtrt_id,
        settlements.setl_time,
        settlements.medfee_sumamt,
        row_number() over (
            partition by settlements.mdtrt_id, settlements.medfee_sumamt
            order by
                settlements.is_flagged desc, settlements.setl_time asc, settlements.setl_id asc
        ) as turn
    from settlements
    left join named on settlements.setl_id = named.original_setl_id
    where
        not settlements.is_reversal
        and named.original_setl_id is null
        and settlements.mdtrt_id in (select nameless.mdtrt_id from nameless)
)

select
    named.setl_id,
    coalesce(named.original_setl_id, candidates.setl_id) as original_setl_id,
    named.reversed_amount,
    named.reversed_fund_amount
from named
left join nameless on named.setl_id = nameless.setl_id
left join candidates
    on
        nameless.mdtrt_id = candidates.mdtrt_id
        and nameless.reversed_amount = -candidates.medfee_sumamt
        and nameless.turn = candidates.turn
        -- What was settled anew after the reversal is not what it took back.
        and named.setl_time >= candidates.setl_time
