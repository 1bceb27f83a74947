"""The PostgreSQL and the Airflow behind `make run`, on one machine."""
