-- One row per designated institution that a settlement of the quarter or the history names.
with named as (
    select distinct fixmedins_code
    from {{ ref('int_settlements') }}
    union
    select fixmedins_code
    from {{ ref('int_institutions') }}
)

select
    named.fixmedins_code,
    coalesce(institutions.fixmedins_name, named.fixmedins_code) as fixmedins_name,
    institutions.fixmedins_type,
    institutions.medins_type,
    coalesce(institutions.institution_class, '未登记机构') as institution_class,
    institutions.hospital_level,
    coalesce(institutions.hospital_level_name, '未定级') as hospital_level_name,
    coalesce(institutions.ownership, '未登记') as ownership,
    institutions.county_code,
    coalesce(institutions.county, '其他地区') as county,
    institutions.designated_from,
    institutions.designated_to
from named
left join {{ ref('int_institutions') }} as institutions
    on named.fixmedins_code = institutions.fixmedins_code
