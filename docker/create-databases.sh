#!/bin/sh
# Run once by the postgres image on an empty data folder: two roles, two databases.
set -eu
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" \
    --set airflow_password="$AIRFLOW_DB_PASSWORD" \
    --set warehouse_password="$WAREHOUSE_PASSWORD" <<'SQL'
create role airflow login password :'airflow_password';
create database airflow owner airflow;
create role claim_review login password :'warehouse_password';
create database warehouse owner claim_review;
SQL
