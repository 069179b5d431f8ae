// Who may speak to this server at all: Origin and Host are checked before anything else, so that a
// web page in somebody's browser cannot reach a server on that person's machine (DNS rebinding).
#pragma once

#include "http/message.hpp"

#include <optional>
#include <string>
#include <vector>

namespace vg::http {

struct GuardOptions {
  std::vector<std::string>
      allowed_origins;  // `https://chat.example.com`; loopback origins are always allowed
  std::vector<std::string>
      allowed_hosts;  // host names without port; loopback names are always allowed
};

// Nothing when the request may pass; else the answer to it: 403 with the reason.
std::optional<Response> refuse_stranger(const Request& request, const GuardOptions& options);

}  // namespace vg::http
