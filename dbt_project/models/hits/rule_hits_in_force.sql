-- The rules in force. A new rule is not counted until its line is added here.
{{ config(materialized='ephemeral') }}

{{ union_rule_hits([
    'd01_refund_without_original',
    'd02_lines_do_not_add_up',
    'd03_required_information_missing',
    'p03_slice_never_payable',
    'p11_drug_below_hospital_level',
    'p14_price_above_ceiling',
    'p23_contained_item_billed_too',
    'p26_over_daily_cap',
    'p28_per_diem_beyond_stay',
    'm01_charge_outside_the_stay',
    'm15_split_admission',
    'm16_frequent_admissions',
    'm17_admission_without_need',
    'm18_empty_bed',
    'm19_other_bill_during_stay',
    'm20_two_stays_at_once',
    'm21_service_after_death',
    'm22_not_insured',
    'm23_institution_not_contracted',
    'm24_practitioner_without_right',
    'c01_drug_for_the_other_sex',
]) }}
