#include "http/message.hpp"

#include "base/text.hpp"

namespace vg::http {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool same_name(std::string_view a, std::string_view b) {
  return a.size() == b.size() && starts_with_ignoring_case(a, b);
}

Response response(int status, std::string_view type, std::string body) {
  Response out{status, {}, std::move(body)};
  out.with("Content-Type", std::string(type));
  return out;
}

}  // namespace

std::optional<std::string_view> Request::header(std::string_view name) const {
  for (const Header& header : headers)
    if (same_name(header.name, name)) return trim(header.value);
  return std::nullopt;
}

std::string_view Request::bearer() const {
  const std::string_view value = header("Authorization").value_or("");
  constexpr std::string_view kScheme = "Bearer ";
  return starts_with_ignoring_case(value, kScheme) ? trim(value.substr(kScheme.size()))
                                                   : std::string_view();
}

std::string_view Request::path() const {
  return std::string_view(target).substr(0, target.find('?'));
}

std::string_view Request::query() const {
  const std::size_t at = target.find('?');
  return at == std::string::npos ? std::string_view() : std::string_view(target).substr(at + 1);
}

Response json_response(int status, std::string body) {
  return response(status, "application/json", std::move(body));
}

Response html_response(int status, std::string body) {
  return response(status, "text/html; charset=utf-8", std::move(body));
}

Response text_response(int status, std::string body) {
  return response(status, "text/plain; charset=utf-8", std::move(body));
}

Response empty_response(int status) {
  return {status, {}, {}};
}

std::optional<std::string> decode_component(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+') {
      out += ' ';
    } else if (text[i] != '%') {
      out += text[i];
    } else {
      const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
      const int low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
      if (high < 0 || low < 0) return std::nullopt;
      out += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  if (!is_utf8(out)) return std::nullopt;
  return out;
}

std::optional<std::vector<std::pair<std::string, std::string>>> parse_query(
    std::string_view query) {
  std::vector<std::pair<std::string, std::string>> out;
  if (query.empty()) return out;
  for (std::string_view part : split(query, '&')) {
    if (part.empty()) continue;
    const std::size_t at = part.find('=');
    auto name = decode_component(part.substr(0, at));
    auto value =
        decode_component(at == std::string_view::npos ? std::string_view() : part.substr(at + 1));
    if (!name || !value) return std::nullopt;
    out.emplace_back(std::move(*name), std::move(*value));
  }
  return out;
}

}  // namespace vg::http
