// A service with one tool, `echo`, on the path /mcp.
#pragma once

#include "http/exchange.hpp"

#include <memory>

namespace vg::bench {

std::unique_ptr<http::Service> make_echo_service();

}  // namespace vg::bench
