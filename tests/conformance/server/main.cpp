// conformance_server <port> <database>: the fixtures of the official conformance suite on the MCP
// library and the HTTP server of the product. Port 0 takes a free one; the first line of the output
// is the address. The database is a file that nothing is written to.
#include "base/text.hpp"
#include "platform/beast/server.hpp"
#include "platform/host/log.hpp"
#include "tests/conformance/server/fixture.hpp"

#include <iostream>

int main(int argc, char** argv) {
  using namespace vg;
  const auto port = argc == 3 ? parse_integer(argv[1]) : std::nullopt;
  if (!port || *port < 0 || *port > 65'535) {
    std::cerr << "usage: conformance_server <port> <database>\n";
    return 2;
  }
  host::set_log_level(host::Level::warning);
  const auto service = conformance::make_fixture_service();
  auto database = sqlite::Database::open({.path = argv[2]});
  host::Metrics metrics;
  host::News news;
  const host::Sites sites;
  if (!database) {
    std::cerr << database.error().message << "\n";
    return 1;
  }
  auto server = beast::Server::listen(
      {.address = "127.0.0.1", .port = static_cast<std::uint16_t>(*port)}, {.service = *service,
                                                                            .database = **database,
                                                                            .sites = sites,
                                                                            .metrics = metrics,
                                                                            .news = news});
  if (!server) {
    std::cerr << server.error().message << "\n";
    return 1;
  }
  std::cout << "http://127.0.0.1:" << (*server)->port() << "/mcp\n" << std::flush;
  (*server)->run();
  return 0;
}
