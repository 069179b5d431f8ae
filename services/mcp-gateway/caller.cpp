#include "mcp-gateway/caller.hpp"

#include "http/problem.hpp"

namespace vg::gateway {

Result<Actor> actor_of(const app::Environment& environment, const http::Request& request,
                       Instant now) {
  const std::string_view token = request.bearer();
  if (environment.oauth != nullptr && oauth::ResourceServer::is_foreign(token))
    return environment.oauth->actor_of(token, request.path(), now);
  return Actor::from_token(token);
}

http::Response refusal(const app::Environment& environment, const http::Request& request,
                       const Actor& actor, const Error& error) {
  const oauth::ResourceServer* oauth = environment.oauth;
  if (oauth == nullptr) return http::problem(error);
  if (error.code == ErrorCode::unauthenticated)
    return http::problem(error, request.bearer().empty()
                                    ? oauth->challenge_missing(request.path())
                                    : oauth->challenge_invalid(request.path()));
  if (error.scope.empty()) return http::problem(error);
  return http::problem(error, oauth->challenge_scope(request.path(), actor, error.scope));
}

}  // namespace vg::gateway
