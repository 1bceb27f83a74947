-- All rows of the signal rules in force, which macros/signal_rules.sql lists.
{{ config(materialized='ephemeral') }}

{{ union_rule_signals(signal_rules()) }}
