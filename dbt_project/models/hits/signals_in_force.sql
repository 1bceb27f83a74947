-- The signal rules in force. A new one is not counted until its line is added here.
{{ config(materialized='ephemeral') }}

{{ union_rule_signals([
    'd05_times_of_day_missing',
    'm09_more_drugs_sold_than_bought',
    'm10_more_materials_used_than_bought',
    'm25_impossible_doctor_day',
    'm26_unplanned_readmissions',
    'm27_cost_shares_unlike_peers',
    'c23_tests_for_whole_departments',
    'b01_costs_jumped',
    'b02_costs_unlike_peers',
    'b03_more_patients_than_beds',
    'b04_admitted_in_groups',
    'b05_minor_illness_admissions',
    'b06_check_up_admissions',
    'b07_method_upgraded',
    'b08_doctor_patient_clusters',
    'b09_just_below_the_limit',
    'b10_stays_coded_up',
    'b11_round_or_repeated_amounts',
    'b12_no_orders_on_weekends',
    'b13_prescriptions_by_template',
    'b14_patients_shared_or_not',
]) }}
