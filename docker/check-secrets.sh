#!/bin/sh
# Fails when a secret is missing, short or still the placeholder of .env.example.
set -eu
bad=0
for name in POSTGRES_PASSWORD AIRFLOW_DB_PASSWORD WAREHOUSE_PASSWORD \
    AIRFLOW_SECRET_KEY AIRFLOW_JWT_SECRET AIRFLOW_ADMIN_PASSWORD EXCHANGE_KEY; do
    eval "value=\${$name:-}"
    case "$value" in
        "") echo "$name is not set; put it into .env" >&2; bad=1 ;;
        change-me*) echo "$name is still the placeholder; put a secret of your own into .env" >&2; bad=1 ;;
        ????????????????*) ;;
        *) echo "$name is shorter than 16 characters" >&2; bad=1 ;;
    esac
done
exit $bad
