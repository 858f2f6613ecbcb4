# wfgen in an image, for the hook 'wfgen-check-docker': pre-commit mounts the repository at /src.
FROM swift:6.2-noble AS build
RUN apt-get update \
  && apt-get install --yes --no-install-recommends libyaml-dev pkg-config \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .
RUN .ci/release

FROM ubuntu:24.04
# The repository may belong to another user than the one in the container.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends git \
  && rm -rf /var/lib/apt/lists/* \
  && git config --system --add safe.directory '*'
COPY --from=build /source/.build-release/wfgen /usr/local/bin/wfgen
WORKDIR /src
ENTRYPOINT ["wfgen"]
CMD ["--help"]
