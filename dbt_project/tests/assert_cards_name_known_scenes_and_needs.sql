-- Guards the cards against misspelling: a need no settlement can lack screens everything, an
-- unknown scene nothing, and a list, threshold, basis or exemption that does not exist is a
-- promise nobody keeps.
with known as (
    select
        array(select reason from {{ ref('not_judged_reasons') }}) as needs,
        array(select distinct med_type_group from {{ ref('med_types') }}) || '未对照'::text
            as scenes,
        array(select distinct level_name from {{ ref('hospital_levels') }}) || 'all'::text
            as levels,
        array['统筹', '个人账户'] as funds,
        array(select list_id from {{ ref('int_list_validity') }}) as lists,
        array(select threshold_id from {{ ref('thresholds') }}) as thresholds,
        array(select basis_id from {{ ref('legal_basis') }}) as basis_ids,
        array(select exemption_id from {{ ref('exemptions') }}) as exemptions,
        array(select evidence_id from {{ ref('appeal_evidence') }}) as appeal_evidence
),

wrong as (
    select
        cards.*,
        array_remove(array[
            case when cards.scenes = '{}' or not cards.scenes <@ known.scenes then 'scenes' end,
            case when cards.levels = '{}' or not cards.levels <@ known.levels then 'levels' end,
            case when cards.funds = '{}' or not cards.funds <@ known.funds then 'funds' end,
            case when not cards.needs <@ known.needs then 'needs' end,
            case when not cards.lists <@ known.lists then 'lists' end,
            case when not cards.thresholds <@ known.thresholds then 'thresholds' end,
            case when not cards.basis_ids <@ known.basis_ids then 'basis_ids' end,
            case when not cards.exemptions <@ known.exemptions then 'exemptions' end,
            case when not cards.appeal_evidence <@ known.appeal_evidence then 'appeal_evidence' end,
            case when cards.official_seq !~ '^[0-9]+(/[0-9]+)*$' then 'official_seq' end,
            case when cards.look_back_days < 0 then 'look_back_days' end,
            -- What only informs can't be refused, and signals only inform.
            case
                when
                    cards.grain in ('institution', 'department', 'practitioner')
                    and not (
                        cards.amount_method in ('display', 'none')
                        and cards.verdict in ('suspect', 'alert')
                    )
                    then 'amount_method'
            end
        ], null) as wrong_keys
    from {{ ref('rule_cards') }} as cards
    cross join known
)

select *
from wrong
where wrong_keys <> '{}'
