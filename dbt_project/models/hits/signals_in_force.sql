-- All rows of the signal rules in force, which macros/counts_all.sql lists.
{{ config(materialized='ephemeral') }}

{{ union_rule_signals(signal_rules()) }}
