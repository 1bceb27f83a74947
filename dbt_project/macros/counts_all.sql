{% macro signal_rules() -%}
    {#- The signal rules in force. A new one is not counted until its line is added here. -#}
    {{- return([
        'd05_times_of_day_missing',
        'm08_lines_uploaded_late',
        'm09_more_drugs_sold_than_bought',
        'm10_more_materials_used_than_bought',
        'm25_impossible_doctor_day',
        'm26_unplanned_readmissions',
        'm27_cost_shares_unlike_peers',
        'c23_tests_for_whole_departments',
        'o09_settled_at_odd_hours',
        'o10_burst_of_cards',
        'o13_one_prescriber_feeds_a_pharmacy',
        'o15_spending_spree_at_year_end',
        'o18_drugs_for_resale',
        'o19_insured_pay_more',
        'o20_substitution_pattern',
        'o21_small_site_inflated',
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
    ]) -}}
{%- endmacro %}


{% macro counts_all(node) -%}
    {#- Whether a model counts over all people of the quarter, or reads no people at all. When only
        some people are reviewed again it is built anew, whole, or left as it is (`reference`);
        every other fact, rule and hit is about one person's rows and is built for those alone. -#}
    {{- return('reference' in node.tags or node.name in signal_rules() + [
        'int_department_tests',
        'int_drug_mix_metrics',
        'int_fund_cuts',
        'int_inpatient_sums',
        'int_inputs',
        'int_institution_gates',
        'int_institution_metrics',
        'int_listed_items',
        'int_metric_peers',
        'int_patient_metrics',
        'int_prescription_metrics',
        'int_quarter_metrics',
        'int_settled_sums',
        'int_settlement_metrics',
        'int_small_site_visits',
        'int_stay_census',
        'int_stay_cost_metrics',
        'int_stay_metrics',
        'int_stock_balances',
        'int_time_credibility',
        'int_trace_codes',
        'int_trace_scans',
        'int_unmapped_codes',
        'o06_trace_code_settled_twice',
        'rules_in_force',
        'screening_outcomes',
        'signals_in_force',
        'signals_judged',
    ]) -}}
{%- endmacro %}
