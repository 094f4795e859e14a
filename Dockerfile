# Builds the wheel of the service, then an image that holds it and nothing to build with.
FROM python:3.13-slim AS build
RUN pip install --no-cache-dir uv==0.13.9
WORKDIR /source
COPY . .
RUN uv build --wheel --out-dir /wheels . \
    && uv venv /opt/mlc \
    # The lock also names the tools of developers: as a constraint it brings none of them, and
    # still fixes the version and the checksum of each package that the service asks for.
    && uv pip install --python /opt/mlc/bin/python --constraint requirements.lock --verify-hashes \
       --compile-bytecode --link-mode=copy /wheels/*.whl

FROM python:3.13-slim
RUN groupadd --system --gid 10001 mlc \
    && useradd --system --uid 10001 --gid mlc --no-create-home --home-dir /tmp mlc
COPY --from=build /opt/mlc /opt/mlc
ENV PATH=/opt/mlc/bin:$PATH PYTHONUNBUFFERED=1
# By number, so that an orchestrator can see that it is not root.
USER 10001:10001
EXPOSE 8000
ENTRYPOINT ["mlc"]
CMD ["up"]
