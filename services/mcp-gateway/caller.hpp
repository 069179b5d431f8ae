// Who a request comes from, and how somebody is refused: in one place for MCP, REST and metrics.
#pragma once

#include "app/environment.hpp"
#include "base/context.hpp"
#include "base/result.hpp"
#include "http/message.hpp"

namespace vg::gateway {

// The actor of the token in the head of the request, which must have one; nowhere else is a token
// looked for. One of the product is known to the database only; one of the authorization server, if
// there is one, has to be good before the database is asked whether its subject is admitted.
// Errors: `unauthenticated`.
Result<Actor> actor_of(const app::Environment& environment, const http::Request& request,
                       Instant now);

// The error as an answer. With an authorization server a 401 says where its description is, and so
// does a 403 that another token of it could mend; without one nothing reminds of OAuth.
http::Response refusal(const app::Environment& environment, const http::Request& request,
                       const Actor& actor, const Error& error);

}  // namespace vg::gateway
