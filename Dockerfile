# One image for all parts: Airflow, dbt and the package from one locked environment.
FROM python:3.11-slim-bookworm

RUN useradd --create-home --uid 50000 claim-review \
    && pip install --no-cache-dir uv==0.13.9

WORKDIR /opt/claim-review
COPY pyproject.toml uv.lock README.md ./
RUN uv sync --frozen --no-dev --no-install-project --no-cache
COPY plugins ./plugins
COPY dags ./dags
COPY dbt_project ./dbt_project
COPY include ./include
COPY docker ./docker
RUN uv sync --frozen --no-dev --no-cache \
    && mkdir -p var \
    && chown -R claim-review var dbt_project

ENV PATH=/opt/claim-review/.venv/bin:$PATH \
    AIRFLOW_HOME=/opt/claim-review/var/airflow \
    GX_ANALYTICS_ENABLED=false \
    DO_NOT_TRACK=1 \
    DBT_SEND_ANONYMOUS_USAGE_STATS=false
USER claim-review
ENTRYPOINT ["docker/entrypoint.sh"]
