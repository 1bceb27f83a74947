-- Devices that institutions have registered, and since and until when.
select
    fixmedins_code,
    device_type,
    begndate as registered_from,
    enddate as registered_to
from {{ ref('stg_device_reg_d') }}
