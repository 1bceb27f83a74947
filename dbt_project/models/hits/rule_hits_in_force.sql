-- The rules in force. A new rule is not counted until its line is added here.
{{ config(materialized='ephemeral') }}

{{ union_rule_hits([
    'd01_refund_without_original',
    'd02_lines_do_not_add_up',
    'd03_required_information_missing',
    'p03_slice_never_payable',
    'p11_drug_below_hospital_level',
    'p14_price_above_ceiling',
    'p16_service_for_other_insurance',
    'p17_service_for_another_age',
    'p18_service_without_indication',
    'p19_service_in_wrong_department',
    'p20_service_in_wrong_setting',
    'p22_service_below_hospital_level',
    'p23_contained_item_billed_too',
    'p26_over_daily_cap',
    'p28_per_diem_beyond_stay',
    'p33_material_for_another_age',
    'm01_charge_outside_the_stay',
    'm15_split_admission',
    'm20_two_stays_at_once',
    'c01_drug_for_the_other_sex',
    'c02_service_for_the_other_sex',
    'c03_material_for_the_other_sex',
    'c04_children_drug_for_adult',
    'c05_drug_barred_for_children',
]) }}
