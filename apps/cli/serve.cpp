#include "apps/cli/authorization.hpp"
#include "apps/cli/program.hpp"
#include "edge-api/edge.hpp"
#include "edge-api/endpoints.hpp"
#include "platform/beast/server.hpp"
#include "platform/host/log.hpp"
#include "platform/host/metrics.hpp"
#include "platform/host/periodic.hpp"
#include "platform/host/throttle.hpp"
#include "platform/host/world.hpp"
#include "platform/http_client/client.hpp"
#include "platform/telemetry/exporter.hpp"

#include <chrono>
#include <iostream>
#include <optional>

namespace vg::cli {
namespace {

constexpr std::int64_t kMaxThreads = 64;
constexpr std::int64_t kMaxConnections = 1'000'000;
constexpr std::int64_t kMaxRate = 1'000'000;
constexpr std::chrono::minutes kFirstCompaction(1);
constexpr std::chrono::hours kCompactionInterval(1);

Result<beast::ServerOptions> server_options(const Settings& settings) {
  VG_TRY(const std::int64_t port, settings.integer("port", 0, 65'535));
  VG_TRY(const std::int64_t threads, settings.integer("threads", 1, kMaxThreads));
  VG_TRY(const std::int64_t connections,
         settings.integer("connections-per-address", 0, kMaxConnections));
  beast::ServerOptions options{.address = settings.text("host"),
                               .port = static_cast<std::uint16_t>(port),
                               .threads = static_cast<int>(threads)};
  options.limits.connections_per_address = static_cast<std::size_t>(connections);
  for (const std::string& text : settings.list("trusted-proxies")) {
    const auto network = http::parse_network(text);
    if (text == http::kUnixPeer) {
      options.proxies.unix_socket = true;
    } else if (network) {
      options.proxies.networks.push_back(*network);
    } else {
      return settings.wrong("trusted-proxies", "addresses such as ::1 and 10.0.0.0/8, or unix");
    }
  }
  return options;
}

Result<http::RateLimits> rate_limits(const Settings& settings) {
  VG_TRY(const std::int64_t token, settings.integer("rate-token", 0, kMaxRate));
  VG_TRY(const std::int64_t address, settings.integer("rate-address", 0, kMaxRate));
  VG_TRY(const std::int64_t failures, settings.integer("rate-failures", 0, kMaxRate));
  return http::RateLimits::of(token, address, failures);
}

std::vector<std::string> paths_of(const std::vector<gateway::McpEndpoint>& endpoints) {
  std::vector<std::string> out;
  out.reserve(endpoints.size());
  for (const gateway::McpEndpoint& endpoint : endpoints) out.push_back(endpoint.path);
  return out;
}

// Once the port is known, so that a server on a free port can say where it is.
void announce(const Program& program, const Installation& installation, std::uint16_t port,
              const std::string& address) {
  const std::string& given = installation.environment.public_url;
  const std::string& url = given.empty() ? address : given;
  if (program.json) {
    std::cout << R"({"url":")" << url << R"(","port":)" << port << "}\n" << std::flush;
  } else {
    std::cout << "Voygent " << VG_VERSION << " on " << url << "\n  MCP     " << url
              << "/mcp\n  REST    " << url << "/openapi.json\n  Stop with Ctrl-C.\n"
              << std::flush;
  }
}

// Nothing when no collector is named.
Result<std::optional<telemetry::Options>> telemetry_options(const Settings& settings) {
  const std::string& endpoint = settings.text("otlp-endpoint");
  if (endpoint.empty()) return std::optional<telemetry::Options>();
  if (!http_client::parse_url(endpoint))
    return settings.wrong("otlp-endpoint", "an address such as http://127.0.0.1:4318");
  telemetry::Options options{.endpoint = endpoint, .version = VG_VERSION};
  for (const std::string& header : settings.list("otlp-headers")) {
    const std::size_t at = header.find('=');
    if (at == std::string::npos || at == 0)
      return settings.wrong("otlp-headers", "pairs like Authorization=Bearer abc, with commas");
    options.headers.emplace_back(header.substr(0, at), header.substr(at + 1));
  }
  return std::optional(std::move(options));
}

Status serve(const Program& program) {
  VG_TRY(const Settings settings, program.settings());
  VG_TRY(const host::Level level, log_level(settings));
  host::set_log_level(level);
  VG_TRY(const beast::ServerOptions options, server_options(settings));
  VG_TRY(const http::RateLimits limits, rate_limits(settings));
  VG_TRY(const auto authorization, Authorization::open(settings));
  VG_TRY(auto collector, telemetry_options(settings));
  VG_TRY(const auto installation, open_installation(settings));

  host::Metrics metrics;
  std::unique_ptr<telemetry::Exporter> telemetry;
  if (collector) telemetry = std::make_unique<telemetry::Exporter>(std::move(*collector), metrics);
  host::News news;
  host::Throttle throttle(limits);
  // The edge needs the port for its preview links, and the server an edge: the server asks a
  // service that is put in once both are there.
  struct Late final : http::Service {
    std::unique_ptr<const http::Service> service;
    std::unique_ptr<http::Exchange> open(const http::Request& request,
                                         Context context) const override {
      return service->open(request, std::move(context));
    }
    void answered(const http::Request& request, int status,
                  std::int64_t database_calls) const override {
      service->answered(request, status, database_calls);
    }
  } late;
  VG_TRY(const auto server, beast::Server::listen(options, {.service = late,
                                                            .database = *installation->database,
                                                            .sites = installation->sites,
                                                            .metrics = metrics,
                                                            .news = news,
                                                            .observer = telemetry.get()}));
  const bool on_tcp = server->port() != 0;
  if (installation->environment.public_url.empty() && on_tcp)
    installation->environment.public_url =
        "http://" +
        (options.address.find(':') == std::string::npos ? options.address
                                                        : "[" + options.address + "]") +
        ":" + std::to_string(server->port());
  const auto endpoints = edge::mcp_endpoints();
  if (authorization) {
    VG_TRY(installation->environment.oauth,
           authorization->start(installation->environment.public_url, paths_of(endpoints)));
  }
  const gateway::Gateway gateway(installation->environment, endpoints);
  late.service = std::make_unique<edge::Edge>(
      installation->environment, gateway, &metrics, throttle,
      edge::EdgeOptions{.guard = {.allowed_origins = settings.list("allowed-origins"),
                                  .allowed_hosts = settings.list("allowed-hosts")},
                        .schema = installation->database->schema()});
  const host::Periodic compaction(kFirstCompaction, kCompactionInterval, [&] {
    DatabaseRunner runner(*installation->database);
    const auto done = app::compact({}, host::now(), runner);
    host::log(done ? host::Level::info : host::Level::warning, "compaction",
              {{"checkpoints", done ? done->checkpoints : 0},
               {"requests", done ? done->requests : 0},
               {"failure", done ? "" : done.error().message}});
  });
  announce(program, *installation, server->port(), options.address);
  server->run();
  return Done();
}

}  // namespace

Result<host::Level> log_level(const Settings& settings) {
  VG_TRY(const std::string word, settings.choice("log-level", "debug info warning error"));
  if (word == "debug") return host::Level::debug;
  if (word == "info") return host::Level::info;
  return word == "warning" ? host::Level::warning : host::Level::error;
}

Status check_server_settings(const Settings& settings) {
  VG_CHECK(log_level(settings));
  VG_CHECK(server_options(settings));
  VG_CHECK(rate_limits(settings));
  VG_CHECK(Authorization::open(settings));
  return Done();
}

void add_serve(CLI::App& app, Program& program) {
  CLI::App* command = app.add_subcommand("serve", "Serve MCP and REST over HTTP");
  command->footer(
      "Behind a reverse proxy with TLS: --public-url https://trips.example.com "
      "--allowed-hosts trips.example.com");
  program.on(*command, [&program] { return serve(program); });
}

}  // namespace vg::cli
