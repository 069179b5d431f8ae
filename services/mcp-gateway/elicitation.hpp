// Questions to the person behind a client of 2026-07-28: as an `input_required` result, and back as
// an argument of the same call.
#pragma once

#include "app/action.hpp"
#include "app/environment.hpp"
#include "mcp/call.hpp"

#include <string>
#include <string_view>

namespace vg::gateway {

// Who asks and for what: an answer holds for this call only.
std::string request_binding(const Actor& actor, const mcp::Call& call);

// The inputRequests of the question: one elicitation.
std::string input_request(const app::Question& question);

// The requestState of the question.
std::string seal_question(const app::Environment& environment, std::string_view binding,
                          Instant now, const app::Question& question);

struct InputAnswer {
  enum class Kind {
    none,  // nothing was answered: ask again
    accepted,
    declined,  // or closed
    forged     // the state is not ours, or expired
  };
  Kind kind = Kind::none;
  json::Value arguments;  // of the call, with the answer in its place
};
InputAnswer read_answer(json::Arena& arena, const app::Environment& environment,
                        std::string_view binding, Instant now, const mcp::Call& call);

}  // namespace vg::gateway
