#include "http/guard.hpp"

#include "base/text.hpp"
#include "http/problem.hpp"

#include <algorithm>

namespace vg::http {
namespace {

// The host of an authority, without port and brackets, in lower case.
std::string host_of(std::string_view authority) {
  if (authority.starts_with('['))
    return to_lower_ascii(authority.substr(0, authority.find(']') + 1));
  return to_lower_ascii(authority.substr(0, authority.find(':')));
}

bool has_good_port(std::string_view authority) {
  const std::size_t start = authority.starts_with('[') ? authority.find(']') : 0;
  if (start == std::string_view::npos) return false;
  const std::size_t colon = authority.find(':', start);
  if (colon == std::string_view::npos) return start == 0 || authority.size() == start + 1;
  const std::string_view port = authority.substr(colon + 1);
  return !port.empty() && port.size() <= 5 &&
         port.find_first_not_of("0123456789") == std::string_view::npos;
}

bool is_loopback(std::string_view host) {
  return host == "localhost" || host == "127.0.0.1" || host == "[::1]";
}

bool is_allowed_origin(std::string_view origin, const GuardOptions& options) {
  if (std::find(options.allowed_origins.begin(), options.allowed_origins.end(), origin) !=
      options.allowed_origins.end())
    return true;
  const std::size_t scheme = origin.find("://");
  if (scheme == std::string_view::npos) return false;
  const std::string_view authority = origin.substr(scheme + 3);
  return has_good_port(authority) && is_loopback(host_of(authority));
}

bool is_allowed_host(std::string_view authority, const GuardOptions& options) {
  if (!has_good_port(authority)) return false;
  const std::string host = host_of(authority);
  return is_loopback(host) || std::find(options.allowed_hosts.begin(), options.allowed_hosts.end(),
                                        host) != options.allowed_hosts.end();
}

Response refusal(std::string message) {
  return problem(Error{ErrorCode::forbidden, std::move(message), {}});
}

}  // namespace

std::optional<Response> refuse_stranger(const Request& request, const GuardOptions& options) {
  const auto host = request.header("Host");
  if (!host || !is_allowed_host(*host, options))
    return refusal("this server does not answer for the Host '" + one_line(host.value_or(""), 80) +
                   "'; add it to VOYGENT_ALLOWED_HOSTS");
  const auto origin = request.header("Origin");
  if (origin && !is_allowed_origin(*origin, options))
    return refusal("pages of the Origin '" + one_line(*origin, 80) +
                   "' may not use this server; add it to VOYGENT_ALLOWED_ORIGINS");
  return std::nullopt;
}

}  // namespace vg::http
