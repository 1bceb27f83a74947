{% macro charge_kinds() -%}
    {#- Column and code (med_chrgitm_type) of each kind of charge that has a column of its own. -#}
    {{- return([
        ('bed_amount', '01'), ('consultation_amount', '02'), ('exam_amount', '03'),
        ('lab_amount', '04'), ('treatment_amount', '05'), ('surgery_amount', '06'),
        ('nursing_amount', '07'), ('material_amount', '08'), ('western_drug_amount', '09'),
        ('slices_amount', '10'), ('patent_drug_amount', '11')
    ]) -}}
{%- endmacro %}
