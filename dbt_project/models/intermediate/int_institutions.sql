-- Designated institutions with their class, level, ownership and county in words.
select
    institutions.fixmedins_code,
    institutions.fixmedins_name,
    institutions.fixmedins_type,
    institutions.medins_type,
    case
        when institutions.fixmedins_type = '2' then '零售药店'
        else coalesce(classes.institution_class, '其他医疗机构')
    end as institution_class,
    levels.level_number as hospital_level,
    case
        when institutions.fixmedins_type = '2' then '零售药店'
        else coalesce(levels.level_name, '未定级')
    end as hospital_level_name,
    institutions.fix_blng_admdvs as county_code,
    coalesce(counties.county, '其他地区') as county,
    -- No published code table says it: 1 and 2 are what the demo province sends.
    case institutions.medins_natu
        when '1' then '公立'
        when '2' then '民营'
        else '未登记'
    end as ownership,
    institutions.medins_natu,
    institutions.aprv_bed_cnt as bed_count,
    institutions.begntime::date as designated_from,
    -- An end before the beginning is a made-up date.
    case
        when institutions.endtime >= coalesce(institutions.begntime, institutions.endtime)
            then institutions.endtime::date
    end as designated_to
from {{ ref('stg_fixmedins_b') }} as institutions
left join {{ ref('institution_classes') }} as classes
    on institutions.medins_type = classes.medins_type
left join {{ ref('hospital_levels') }} as levels on institutions.hosp_lv = levels.hosp_lv
left join {{ ref('counties') }} as counties on institutions.fix_blng_admdvs = counties.admdvs
