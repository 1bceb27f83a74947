#!/bin/sh
# Brings Airflow's metadata and the warehouse to the newest schema, and writes the login.
set -eu
airflow db migrate
python -c "from claim_review import migrations, warehouse; migrations.upgrade(warehouse.url())"
umask 077
printf '{"admin": "%s"}\n' "$AIRFLOW_ADMIN_PASSWORD" > "$AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE"
