-- Every cut of the KPIs that settlements of an institution, insurance and locality count in:
-- in total, by institution, class, level, ownership, county and insurance; each cut for all
-- settlements and for local ones and those elsewhere apart.
with dealt as (
    select distinct
        fixmedins_code,
        insutype,
        is_elsewhere
    from {{ ref('int_settled_money') }}
),

-- What nothing is known of is named as in dim_institution.
placed as (
    select
        dealt.*,
        coalesce(institutions.fixmedins_name, dealt.fixmedins_code) as fixmedins_name,
        coalesce(institutions.institution_class, '未登记机构') as institution_class,
        coalesce(institutions.hospital_level_name, '未定级') as hospital_level_name,
        coalesce(institutions.ownership, '未登记') as ownership,
        coalesce(institutions.county, '其他地区') as county
    from dealt
    left join {{ ref('int_institutions') }} as institutions
        on dealt.fixmedins_code = institutions.fixmedins_code
)

select
    placed.fixmedins_code,
    placed.insutype,
    placed.is_elsewhere,
    localities.locality,
    dimensions.dimension,
    dimensions.code,
    dimensions.label
from placed
cross join
    lateral (
        values
        ('all'), (case when placed.is_elsewhere then 'elsewhere' else 'local' end)
    ) as localities (locality)
cross join
    lateral (
        values
        ('total', 'all', '全州'),
        ('institution', placed.fixmedins_code, placed.fixmedins_name),
        ('class', placed.institution_class, placed.institution_class),
        ('level', placed.hospital_level_name, placed.hospital_level_name),
        ('ownership', placed.ownership, placed.ownership),
        ('county', placed.county, placed.county),
        (
            'insurance',
            placed.insutype,
            case placed.insutype
                when '310' then '职工基本医疗保险'
                when '340' then '离休人员医疗保障'
                when '390' then '城乡居民基本医疗保险'
                when '410' then '长期照护保险'
                when '510' then '生育保险'
                else '其他险种'
            end
        )
    ) as dimensions (dimension, code, label)
