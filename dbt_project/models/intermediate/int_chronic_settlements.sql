-- Net settlements of chronic care, of the quarter and the months looked back on, with what the
-- register of chronic patients says of the person on the day the care began.
with settlements as (
    select
        setl_id,
        psn_no,
        dise_no,
        med_type,
        quarter,
        setl_time,
        medfee_sumamt,
        fund_net_amount,
        coalesce(began_on, setl_time::date) as began_on
    from {{ ref('int_settlements') }}
    where
        standing = 'net'
        and med_type_group = '慢特病'
),

registered as (
    select
        settlements.setl_id,
        bool_or(
            registrations.registered_from <= settlements.began_on
            and coalesce(registrations.registered_to, settlements.began_on) >= settlements.began_on
        ) as is_registered,
        max(case
            when
                registrations.registered_from <= settlements.began_on
                and registrations.opsp_dise_code
                = coalesce(settlements.dise_no, registrations.opsp_dise_code)
                then coalesce(registrations.registered_to, settlements.began_on)
        end) as fit_until,
        max(case
            when registrations.registered_to < settlements.began_on
                then registrations.registered_to
        end) as ended_on
    from settlements
    inner join {{ ref('int_chronic_registrations') }} as registrations
        on settlements.psn_no = registrations.psn_no
    group by settlements.setl_id
)

select
    settlements.*,
    coalesce(registered.is_registered, false) as is_registered,
    registered.fit_until,
    registered.ended_on
from settlements
left join registered on settlements.setl_id = registered.setl_id
