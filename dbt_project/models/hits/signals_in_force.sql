-- The signal rules in force. A new one is not counted until its line is added here.
{{ config(materialized='ephemeral') }}

{{ union_rule_signals([
    'd05_times_of_day_missing',
    'm08_lines_uploaded_late',
    'o09_settled_at_odd_hours',
    'o10_burst_of_cards',
    'o13_one_prescriber_feeds_a_pharmacy',
    'o15_spending_spree_at_year_end',
    'o18_drugs_for_resale',
    'o19_insured_pay_more',
    'o20_substitution_pattern',
    'o21_small_site_inflated',
]) }}
