-- Devices that institutions have registered, typed.
select
    fixmedins_code,
    device_type,
    {{ real_moment('begndate') }}::date as begndate,
    {{ real_moment('enddate') }}::date as enddate,
    batch_id
from {{ current_rows('device_reg_d') }} as current_row
where not {{ is_withdrawn() }}
