-- The rules in force. A new rule is not counted until its line is added here.
{{ config(materialized='ephemeral') }}

{{ union_rule_hits([
    'd01_refund_without_original',
    'd02_lines_do_not_add_up',
    'd03_required_information_missing',
    'd04_code_not_in_catalogue',
    'p03_slice_never_payable',
    'p11_drug_below_hospital_level',
    'p14_price_above_ceiling',
    'p23_contained_item_billed_too',
    'p26_over_daily_cap',
    'p28_per_diem_beyond_stay',
    'm01_charge_outside_the_stay',
    'm02_diagnosis_of_the_other_sex',
    'm03_diagnosis_of_another_age',
    'm04_operation_of_the_other_sex',
    'm05_operation_unlike_diagnosis',
    'm06_diagnosis_without_service',
    'm07_surgery_without_operation_code',
    'm15_split_admission',
    'm20_two_stays_at_once',
    'c01_drug_for_the_other_sex',
]) }}
