// One request to another server, on the calling thread, until its answer or a deadline.
#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vg::http_client {

struct Url {
  bool secure = false;
  std::string host;
  std::string port;    // 80 or 443 unless it is said
  std::string target;  // path and query, at least `/`
};
// `http://…` or `https://…` without user and fragment. Errors: `invalid`.
Result<Url> parse_url(std::string_view text);

struct Request {
  std::string method = "GET";
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::string body = {};
  int timeout_s = 20;
  std::size_t longest_answer = 16 * 1024 * 1024;  // bytes
};

struct Answer {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
  std::string body;

  // The first one of a name in lower case; empty when there is none.
  std::string_view header(std::string_view name) const;
};

// Errors: `invalid` for an address that is none, `unavailable` when there is no whole answer in
// time, with the reason. Every status is an answer.
Result<Answer> send(const Request& request);

}  // namespace vg::http_client
