import Dockerfiles
import SourceText
import YAML

extension Rule {
  /// Finds stages that builds name and Dockerfiles do not have.
  static let unknownStage = Rule(
    id: "unknown-stage",
    summary: "A build names a stage that the Dockerfile does not have.",
    rationale: """
      A target that no stage is called fails at once. In `FROM` and `--from`, a name that is no \
      stage is one of an image: BuildKit looks for it on Docker Hub, and fails when there is none.
      """,
    source: "https://docs.docker.com/build/building/multi-stage/",
    severity: .error,
    category: .paths,
    fixes: .never,
    example: Example(
      "a stage that got another name",
      bad: [
        ".github/workflows/web.yml": """
        on: push
        jobs:
          web:
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/checkout@v7
              - run: docker build .
        """,
        "Dockerfile": """
        FROM node:24 AS bundle
        RUN make /site
        FROM nginx:1.29
        COPY --from=⟦builder⟧ /site /site
        """,
      ],
      good: [
        ".github/workflows/web.yml": """
        on: push
        jobs:
          web:
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/checkout@v7
              - run: docker build .
        """,
        "Dockerfile": """
        FROM node:24 AS bundle
        RUN make /site
        FROM nginx:1.29
        COPY --from=bundle /site /site
        """,
      ]),
    more: [
      Example(
        "a target that is no stage",
        bad: [
          ".github/workflows/web.yml": """
          on: push
          jobs:
            web:
              runs-on: ubuntu-24.04
              steps:
                - uses: actions/checkout@v7
                - uses: docker/build-push-action@v7
                  with:
                    context: .
                    target: ⟦release⟧
          """,
          "Dockerfile": "FROM debian:12 AS runtime\n",
        ],
        good: [
          ".github/workflows/web.yml": """
          on: push
          jobs:
            web:
              runs-on: ubuntu-24.04
              steps:
                - uses: actions/checkout@v7
                - uses: docker/build-push-action@v7
                  with:
                    context: .
                    target: runtime
          """,
          "Dockerfile": "FROM debian:12 AS runtime\n",
        ])
    ],
    check: .repository { repository in
      let locals = repository.localImages
      var seen: Set<SourceLocation> = []
      return zip(repository.effects.builds, repository.buildFiles).flatMap {
        build, files -> [Finding] in
        guard let files, files.hasPlainSyntax else { return [] }
        let stages = files.dockerfile.stages.compactMap(\.name?.text)
        if let target = build.target?.text, files.resolution.target == nil {
          let location = repository.targetLocation(of: build)
          guard seen.insert(location).inserted else { return [] }
          return [
            Finding(
              "'\(files.dockerfile.file.name)' has no stage '\(target)', so this build fails",
              at: location, help: help(target, stages))
          ]
        }
        return files.resolution.references.compactMap { reference in
          guard let name = reference.value.value, name == reference.text, isWord(name),
            reference.kind != .from || repository.source(of: build) != .unknown,
            !officialImages.contains(name), !locals.contains(name),
            !(build.contexts ?? [:]).keys.contains(name), seen.insert(reference.location).inserted
          else { return nil }
          return Finding(
            "no earlier stage is called '\(name)', so BuildKit looks for an image of this name on "
              + "Docker Hub, where there is none",
            at: reference.location,
            labels: [
              Diagnostic.Label("it is built here", at: repository.sourceLocation(of: build))
            ],
            help: help(name, stages))
        }
      }
    })
}

private func help(_ name: String, _ stages: [String]) -> String? {
  if let closest = closestSpelling(of: name, among: stages) { return "did you mean '\(closest)'?" }
  return stages.isEmpty
    ? nil : "the stages are " + stages.map { "'\($0)'" }.joined(separator: ", ")
}

/// Whether a name has neither registry nor tag.
private func isWord(_ name: String) -> Bool {
  name.utf8.allSatisfy { byte in
    (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2D || byte == 0x5F
  }
}

extension BuildFiles {
  /// Whether the file is one of Docker's own language.
  fileprivate var hasPlainSyntax: Bool {
    dockerfile.syntax.map { $0.text.contains("docker/dockerfile") } ?? true
  }
}

extension Repository {
  /// The names without registry under which builds leave images on a runner.
  fileprivate var localImages: Set<String> {
    let start = "docker.io/library/"
    let names = effects.builds.flatMap(\.names).compactMap { ImageName($0)?.repository }
    return Set(names.filter { $0.hasPrefix(start) }.map { String($0.dropFirst(start.count)) })
  }

  /// Where a build names its stage.
  fileprivate func targetLocation(of build: ImageBuild) -> SourceLocation {
    guard build.place.calls.isEmpty, let (workflow, _, step) = step(of: build),
      let input = step.input("target"), input.text?.contains("${{") == false
    else { return sourceLocation(of: build) }
    return workflow.location(input)
  }
}

/// The images that Docker Hub has under a name without owner: docs.docker.com/docker-hub,
/// "Docker Official Images"; retired ones included.
private let officialImages: Set<String> = Set(
  """
  adminer aerospike almalinux alpine alt amazoncorretto amazonlinux api-firewall arangodb \
  archlinux backdrop bash bonita buildpack-deps busybox caddy cassandra celery centos chronograf \
  cirros clearlinux clefos clojure composer consul convertigo couchbase couchdb crate crux dart \
  debian docker docker-dev drupal eclipse-mosquitto eclipse-temurin eggdrop elasticsearch elixir \
  emqx erlang euleros express-gateway fedora flink fluentd friendica gazebo gcc geonetwork ghost \
  gitlab golang gradle groovy haproxy haskell haxe hello-seattle hello-world hitch hola-mundo \
  httpd hylang ibm-semeru-runtimes ibmjava influxdb iojs irssi java jenkins jetty jobber joomla \
  jruby julia kaazing-gateway kapacitor kibana known kong krakend lightstreamer liquibase \
  logstash mageia mariadb matomo maven mediawiki memcached mono mongo mongo-express monica mysql \
  nats nats-streaming neo4j neurodebian nextcloud nginx node notary nuxeo odoo open-liberty \
  openjdk opensuse oraclelinux orientdb owncloud percona perl photon php php-zendserver \
  phpmyadmin piwik plone postfixadmin postgres pypy python r-base rabbitmq rails rakudo-star \
  rapidoid redis redmine registry rethinkdb rocket.chat rockylinux ros ruby rust sapmachine \
  satosa scratch sentry silverpeas sl solr sonarqube sourcemage spark spiped storm swarm swift \
  swipl tarantool teamspeak telegraf thrift tomcat tomee traefik ubuntu ubuntu-debootstrap \
  ubuntu-upstart unit varnish vault websphere-liberty wordpress xwiki yourls znc zookeeper
  """.split(separator: " ").map(String.init))
