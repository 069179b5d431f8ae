// mcp_echo <database>: serves on a free port of 127.0.0.1; the first line of the output is the
// port. The database is a file that nothing is written to.
#include "bench/mcp/echo/echo.hpp"
#include "platform/beast/server.hpp"
#include "platform/host/log.hpp"

#include <iostream>

int main(int argc, char** argv) {
  using namespace vg;
  if (argc != 2) {
    std::cerr << "usage: mcp_echo <database>\n";
    return 2;
  }
  host::set_log_level(host::Level::warning);
  const auto service = bench::make_echo_service();
  const auto database = sqlite::Database::open({.path = argv[1]});
  host::Metrics metrics;
  host::News news;
  const host::Sites sites;
  if (!database) {
    std::cerr << database.error().message << "\n";
    return 1;
  }
  const auto server = beast::Server::listen({}, {.service = *service,
                                                 .database = **database,
                                                 .sites = sites,
                                                 .metrics = metrics,
                                                 .news = news});
  if (!server) {
    std::cerr << server.error().message << "\n";
    return 1;
  }
  std::cout << (*server)->port() << std::endl;
  (*server)->run();
  return 0;
}
