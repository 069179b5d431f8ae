// HTTP requests and responses as values. How they travel is the platform's matter.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vg::http {

struct Header {
  std::string name;
  std::string value;
};

struct Request {
  std::string method;  // in capitals
  std::string target;  // path and query as they came
  std::vector<Header> headers;
  std::string body;
  std::string peer;  // address of the caller, for logs and limits

  // The value of a header, names compared without case, blanks at the ends stripped; nothing when
  // it is absent. Of several the first.
  std::optional<std::string_view> header(std::string_view name) const;
  // Of `Authorization: Bearer …`; empty when there is none.
  std::string_view bearer() const;
  std::string_view path() const;  // the target up to `?`
  std::string_view query() const;
};

struct Response {
  int status = 200;
  std::vector<Header> headers;
  std::string body;

  Response& with(std::string name, std::string value) {
    headers.push_back({std::move(name), std::move(value)});
    return *this;
  }
};

Response json_response(int status, std::string body);
Response html_response(int status, std::string body);
Response text_response(int status, std::string body);
Response empty_response(int status);

// `%41+b` -> `A b`; nothing when an escape is broken or the result is not UTF-8.
std::optional<std::string> decode_component(std::string_view text);

// name=value pairs of a query, decoded; nothing when one cannot be decoded.
std::optional<std::vector<std::pair<std::string, std::string>>> parse_query(std::string_view query);

}  // namespace vg::http
