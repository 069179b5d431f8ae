#include "http/problem.hpp"

#include "json/write.hpp"

#include <cstdlib>

namespace vg::http {

int status_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::invalid: return 400;
    case ErrorCode::unauthenticated: return 401;
    case ErrorCode::forbidden: return 403;
    case ErrorCode::not_found: return 404;
    case ErrorCode::conflict: return 409;
    case ErrorCode::too_large: return 413;
    case ErrorCode::unavailable: return 503;
    case ErrorCode::internal: return 500;
  }
  std::abort();
}

namespace {

json::ObjectBuilder body_of(json::Arena& arena, int status, std::string_view title,
                            std::string_view detail) {
  json::ObjectBuilder body(arena);
  body.add("type", json::Value("about:blank"))
      .add_copy("title", title)
      .add("status", json::Value(status))
      .add_copy("detail", detail);
  return body;
}

Response as_response(int status, json::Value body) {
  Response out{status, {}, json::write(body)};
  out.with("Content-Type", "application/problem+json");
  return out;
}

}  // namespace

Response problem(const Error& error) {
  return problem(error, {});
}

Response problem(const Error& error, std::string challenge) {
  json::Arena arena(4096);
  const int status = status_of(error.code);
  json::ObjectBuilder body = body_of(arena, status, name_of(error.code), error.message);
  body.add("code", json::Value(name_of(error.code)));
  if (!error.issues.empty()) {
    json::ArrayBuilder issues(arena);
    for (const Issue& issue : error.issues) {
      json::ObjectBuilder row(arena);
      issues.add(row.add_copy("path", issue.path).add_copy("message", issue.message).finish());
    }
    body.add("issues", issues.finish());
  }
  Response out = as_response(status, body.finish());
  if (status == 401 && challenge.empty()) challenge = "ApiKey realm=\"voygent\"";
  if (!challenge.empty()) out.with("WWW-Authenticate", std::move(challenge));
  if (status == 503) out.with("Retry-After", "1");
  return out;
}

Response problem(int status, std::string_view title, std::string_view detail) {
  json::Arena arena(1024);
  return as_response(status, body_of(arena, status, title, detail).finish());
}

}  // namespace vg::http
