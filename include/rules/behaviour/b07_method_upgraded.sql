-- A hospital that bills the dearer methods of one test or service far more often than its peers.
with lines as (
    select
        lines.bkkp_sn,
        lines.fixmedins_code,
        ladders.ladder_id,
        max(ladders.step) as step,
        max(lines.quantity) as quantity
    from {{ ref('int_listed_lines') }} as lines
    inner join {{ ref('method_ladders') }} as ladders
        on lines.kp_id = ladders.kp_id and {{ in_force('ladders', 'lines.fee_date') }}
    where
        lines.list_id = 'method_ladders'
        and lines.is_in_quarter
        and lines.med_type_group in ('住院', '门诊', '慢特病')
    group by lines.bkkp_sn, lines.fixmedins_code, ladders.ladder_id
),

lowest as (
    select
        ladder_id,
        min(step) as step
    from {{ ref('method_ladders') }}
    group by ladder_id
),

-- Of a few services nothing can be said.
shares as (
    select
        lines.fixmedins_code,
        lines.ladder_id,
        institutions.institution_class || '/' || institutions.hospital_level_name as peer_group,
        sum(lines.quantity) as quantity,
        sum(case when lines.step > lowest.step then lines.quantity else 0 end) as upper_quantity,
        round(
            sum(case when lines.step > lowest.step then lines.quantity else 0 end)
            / sum(lines.quantity), 6
        ) as share
    from lines
    inner join lowest on lines.ladder_id = lowest.ladder_id
    inner join {{ ref('int_institutions') }} as institutions
        on lines.fixmedins_code = institutions.fixmedins_code
    group by
        lines.fixmedins_code, lines.ladder_id, institutions.institution_class,
        institutions.hospital_level_name
    having sum(lines.quantity) >= {{ threshold('method_quantity_min', quarter_start()) }}
),

medians as (
    select
        ladder_id,
        peer_group,
        count(*) as peers,
        {{ median('share') }} as peer_median
    from shares
    group by ladder_id, peer_group
),

deviations as (
    select
        shares.ladder_id,
        shares.peer_group,
        1.4826 * {{ median('abs(shares.share - medians.peer_median)') }} as spread
    from shares
    inner join medians
        on shares.ladder_id = medians.ladder_id and shares.peer_group = medians.peer_group
    group by shares.ladder_id, shares.peer_group
)

select
    shares.fixmedins_code,
    cast(null as text) as practitioner_code,
    shares.ladder_id as subject,
    'upper_method_share' as metric_id,
    {{ quarter_start() }} as period_start,
    {{ quarter_end() }} - 1 as period_end,
    shares.share as observed,
    medians.peer_median as expected,
    deviations.spread,
    round((shares.share - medians.peer_median) / deviations.spread, 3) as robust_z,
    medians.peers,
    cast(null as numeric(16, 2)) as amount,
    cast(null as text) as verdict,
    '按较贵方法收费的占 ' || {{ number_text('round(100 * shares.share, 1)') }} || '%（'
    || {{ number_text('shares.quantity') }} || ' 次中 ' || {{ number_text('shares.upper_quantity') }}
    || ' 次），' || medians.peers || ' 家同级同类机构的中位数为 '
    || {{ number_text('round(100 * medians.peer_median, 1)') }} || '%' as signal_reason,
    {{ evidence({
        'ladder_id': 'shares.ladder_id',
        'quantity': 'shares.quantity',
        'upper_quantity': 'shares.upper_quantity',
        'peer_group': 'shares.peer_group'
    }) }} as evidence
from shares
inner join medians
    on shares.ladder_id = medians.ladder_id and shares.peer_group = medians.peer_group
inner join deviations
    on shares.ladder_id = deviations.ladder_id and shares.peer_group = deviations.peer_group
where
    deviations.spread > 0
    and medians.peers >= {{ threshold('peer_group_min', quarter_start()) }}
    and shares.share - medians.peer_median
    > {{ threshold('peer_z_max', quarter_start()) }} * deviations.spread
