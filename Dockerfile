FROM python:3.12-slim AS build
WORKDIR /aisle
COPY requirements.lock pyproject.toml README.md LICENSE ./
RUN python -m venv .venv && .venv/bin/pip install --no-cache-dir --no-deps --require-hashes -r requirements.lock
COPY agent agent
COPY api api
COPY eval eval
COPY prompts prompts
COPY retrieval retrieval
RUN .venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.12-slim
# libgomp: LightGBM, which learns the shop's ranker, is built on it.
RUN apt-get update && apt-get install -y --no-install-recommends libgomp1 && rm -rf /var/lib/apt/lists/*
RUN useradd --create-home --uid 10001 aisle && install -d -o aisle /data
COPY --from=build /aisle/.venv /aisle/.venv
ENV PATH=/aisle/.venv/bin:$PATH AISLE_DATA_DIR=/data PYTHONUNBUFFERED=1
USER aisle
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --start-period=30s CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz', timeout=3)"]
# Outside loopback the server wants keys: AISLE_PUBLISHABLE_KEYS and AISLE_SECRET_KEYS.
CMD ["aisle", "serve", "--host", "0.0.0.0", "--port", "8000"]
