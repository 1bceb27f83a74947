-- A hospital that bills the dearer methods of one test or service far more often than its peers.
with lowest as (
    select
        ladder_id,
        min(step) as step
    from {{ ref('method_ladders') }}
    group by ladder_id
),

lines as (
    select
        lines.fixmedins_code,
        ladders.ladder_id,
        max(lines.quantity) as quantity,
        case
            when max(ladders.step) > max(lowest.step) then max(lines.quantity) else 0
        end as upper_quantity
    from {{ ref('int_listed_lines') }} as lines
    inner join {{ ref('method_ladders') }} as ladders
        on lines.kp_id = ladders.kp_id and {{ in_force('ladders', 'lines.fee_date') }}
    inner join lowest on ladders.ladder_id = lowest.ladder_id
    where
        lines.list_id = 'method_ladders'
        and lines.is_in_quarter
        and lines.med_type_group in ('住院', '门诊', '慢特病')
    group by lines.bkkp_sn, lines.fixmedins_code, ladders.ladder_id
),

-- Of a few services nothing can be said.
shares as (
    select
        lines.fixmedins_code,
        lines.ladder_id,
        'upper_method_share' as metric_id,
        min(institutions.institution_class || '/' || institutions.hospital_level_name)
            as peer_group,
        sum(lines.quantity) as quantity,
        sum(lines.upper_quantity) as upper_quantity,
        round(sum(lines.upper_quantity) / sum(lines.quantity), 6) as value
    from lines
    inner join {{ ref('int_institutions') }} as institutions
        on lines.fixmedins_code = institutions.fixmedins_code
    group by lines.fixmedins_code, lines.ladder_id
    having sum(lines.quantity) >= {{ threshold('method_quantity_min', quarter_start()) }}
),

compared as (
    {{ compared_with_peers('shares', ['ladder_id', 'peer_group']) }}
)

select
    {{ peer_columns(
        'compared',
        subject='compared.ladder_id',
        facts={
            'ladder_id': 'compared.ladder_id',
            'quantity': 'compared.quantity',
            'upper_quantity': 'compared.upper_quantity',
            'peer_group': 'compared.peer_group'
        }
    ) }},
    '按较贵方法收费的占 ' || {{ number_text('round(100 * compared.value, 1)') }} || '%（'
    || {{ number_text('compared.quantity') }} || ' 次中 '
    || {{ number_text('compared.upper_quantity') }} || ' 次），' || compared.peers
    || ' 家同级同类机构的中位数为 '
    || {{ number_text('round(100 * compared.peer_median, 1)') }} || '%' as signal_reason
from compared
where
    compared.peers >= {{ threshold('peer_group_min', quarter_start()) }}
    and compared.robust_z > {{ threshold('peer_z_max', quarter_start()) }}
