#include "http/head.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace vg::http {
namespace {

constexpr std::size_t kMaxLengthDigits = 18;

// Headers of which a second one would leave open which of them counts.
enum Single : std::size_t { host, length, coding, authorization, origin, type, kSingles };
constexpr std::array<std::string_view, kSingles> kSingleNames = {
    "host", "content-length", "transfer-encoding", "authorization", "origin", "content-type"};

bool is_token_char(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool is_token(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, is_token_char);
}

bool is_value_char(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return c == '\t' || (byte >= 0x20 && byte != 0x7F);
}

bool is_target_char(char c) {
  return c > 0x20 && c < 0x7F;
}

HeadFault bad(std::string_view detail) {
  return {400, detail};
}

std::optional<HeadFault> check_request_line(std::string_view line, bool& is_10) {
  const std::size_t method_end = line.find(' ');
  const std::size_t target_end = line.rfind(' ');
  if (method_end == std::string_view::npos || target_end == method_end ||
      !is_token(line.substr(0, method_end)))
    return bad("the request line is not METHOD target HTTP/1.1");
  const std::string_view target = line.substr(method_end + 1, target_end - method_end - 1);
  if (target.empty() || !std::ranges::all_of(target, is_target_char))
    return bad("the target of the request has characters that have to be percent-encoded");
  const std::string_view version = line.substr(target_end + 1);
  is_10 = version == "HTTP/1.0";
  if (!is_10 && version != "HTTP/1.1") return bad("the version is not HTTP/1.1");
  return std::nullopt;
}

struct Seen {
  std::array<std::optional<std::string_view>, kSingles> values;
  std::size_t headers = 0;
};

std::optional<HeadFault> check_header(std::string_view line, Seen& seen) {
  if (++seen.headers > kMaxHeaders) return HeadFault{431, "a request may have at most 100 headers"};
  if (line.front() == ' ' || line.front() == '\t') return bad("a header is folded over lines");
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || !is_token(line.substr(0, colon)))
    return bad("a header is not `Name: value`");
  const std::string_view value = line.substr(colon + 1);
  if (!std::ranges::all_of(value, is_value_char)) return bad("a header has control characters");
  const std::string name = to_lower_ascii(line.substr(0, colon));
  for (std::size_t i = 0; i < kSingles; ++i) {
    if (name != kSingleNames[i]) continue;
    if (seen.values[i]) return bad("a header stands twice that may stand once");
    seen.values[i] = trim(value);
  }
  return std::nullopt;
}

std::optional<HeadFault> check_body_headers(const Seen& seen, bool is_10) {
  if (!is_10 && !seen.values[host]) return bad("the Host is missing");
  if (const auto& digits = seen.values[length]) {
    if (seen.values[coding]) return bad("there is a Content-Length and a Transfer-Encoding");
    const bool good = !digits->empty() && digits->size() <= kMaxLengthDigits &&
                      digits->find_first_not_of("0123456789") == std::string_view::npos;
    if (!good) return bad("the Content-Length is no length");
  }
  if (const auto& name = seen.values[coding]) {
    if (is_10) return bad("HTTP/1.0 has no Transfer-Encoding");
    if (to_lower_ascii(*name) != "chunked") return bad("the Transfer-Encoding is not `chunked`");
  }
  return std::nullopt;
}

}  // namespace

HeadEnd find_head_end(std::string_view bytes, std::size_t from) {
  constexpr std::string_view kEnd = "\r\n\r\n";
  for (std::size_t at = bytes.find('\n', from); at != std::string_view::npos;
       at = bytes.find('\n', at + 1)) {
    if (at == 0 || bytes[at - 1] != '\r')
      return {.fault = bad("a line of the head ends without carriage return")};
    if (at + 1 >= kEnd.size() && bytes.substr(at + 1 - kEnd.size(), kEnd.size()) == kEnd)
      return {.size = at + 1};
    if (at == 1) return {.fault = bad("the request begins with an empty line")};
  }
  return {};
}

std::optional<HeadFault> check_head(std::string_view head) {
  Seen seen;
  bool first = true;
  bool is_10 = false;
  while (!head.empty()) {
    const std::size_t end = head.find("\r\n");
    if (end == std::string_view::npos) return bad("a line of the head has no end");
    const std::string_view line = head.substr(0, end);
    head.remove_prefix(end + 2);
    if (line.empty()) {
      if (first || !head.empty()) return bad("the head has an empty line within");
      return check_body_headers(seen, is_10);
    }
    auto fault = first ? check_request_line(line, is_10) : check_header(line, seen);
    if (fault) return fault;
    first = false;
  }
  return bad("the head has no end");
}

}  // namespace vg::http
