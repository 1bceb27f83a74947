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
