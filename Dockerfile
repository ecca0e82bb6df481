# The portal as one image: web server, worker and beat differ only in their command.

FROM node:22-slim AS assets
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY static ./static
RUN npm run build

FROM python:3.11-slim-bookworm AS packages
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/venv
COPY requirements.lock ./
RUN /opt/venv/bin/pip install --no-deps --require-hashes -r requirements.lock

# Fonts for the documents and compiled translations: made here, so that their tools stay behind.
FROM packages AS made
WORKDIR /app
COPY requirements-local.lock ./
RUN /opt/venv/bin/pip install --no-deps --require-hashes -r requirements-local.lock
COPY --from=assets /app/node_modules/@fontsource ./node_modules/@fontsource
COPY --from=assets /app/static ./static
COPY dev ./dev
COPY korus_portal ./korus_portal
COPY locale ./locale
RUN /opt/venv/bin/python -m korus_portal.design.pdf_fonts \
 && /opt/venv/bin/python -m dev.translations compile

FROM python:3.11-slim-bookworm
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 KORUS_VAR=/srv/korus
WORKDIR /app
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin korus \
 && install -d -o korus -g korus /srv/korus
COPY --from=packages /opt/venv /opt/venv
COPY manage.py ./
COPY docker/healthcheck.py docker/gunicorn_conf.py ./docker/
COPY data ./data
COPY templates ./templates
COPY korus_portal ./korus_portal
COPY municipalities ./municipalities
COPY centres ./centres
COPY assignments ./assignments
COPY reporting ./reporting
COPY --from=made /app/static ./static
COPY --from=made /app/locale ./locale
USER korus
# Reads settings but neither database nor key: the values here live for this line alone.
RUN DATABASE_URL=postgres://unused/unused SECRET_KEY=unused ALLOWED_HOSTS=unused \
    python manage.py collectstatic --no-input --verbosity 0
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=6s --start-period=30s --retries=3 \
    CMD ["python", "docker/healthcheck.py"]
CMD ["gunicorn", "korus_portal.wsgi:application", "--bind=0.0.0.0:8000", "--workers=2", \
     "--threads=4", "--graceful-timeout=10", "--worker-tmp-dir=/dev/shm", "--no-control-socket", \
     "--config=docker/gunicorn_conf.py"]
