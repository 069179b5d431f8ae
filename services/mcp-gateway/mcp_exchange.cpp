#include "mcp-gateway/mcp_exchange.hpp"

#include "app/preview.hpp"
#include "app/use_cases.hpp"
#include "http/problem.hpp"
#include "json/parse.hpp"
#include "json/write.hpp"
#include "mcp-gateway/caller.hpp"
#include "mcp-gateway/elicitation.hpp"
#include "mcp-gateway/trip_resources.hpp"
#include "mcp/content.hpp"
#include "mcp/messages.hpp"

namespace vg::gateway {

using http::Response;
using http::Work;
using json::Value;

namespace {

constexpr std::chrono::milliseconds kKeepAlive(15'000);
constexpr std::int64_t kCompletions = 20;

Error missing_token() {
  return {ErrorCode::unauthenticated,
          "a token is needed: send the header Authorization: Bearer <token>, made with `voygent "
          "token create`",
          {}};
}

// The text with the arguments in their places. What stands in an argument is text, never a place.
std::string filled(std::string_view text, Value arguments) {
  std::string out;
  for (;;) {
    const std::size_t begin = text.find('{');
    const std::size_t end = text.find('}', begin);
    out += text.substr(0, begin);
    if (end == std::string_view::npos) return out;
    const std::string_view value = arguments.get_text(text.substr(begin + 1, end - begin - 1));
    out += value.empty() ? "not named yet" : value;
    text.remove_prefix(end + 1);
  }
}

std::string_view name_of(mcp::Asked asked) {
  switch (asked) {
    case mcp::Asked::tool: return "tools/call";
    case mcp::Asked::prompt: return "prompts/get";
    case mcp::Asked::resource: return "resources/read";
    case mcp::Asked::resources: return "resources/list";
    case mcp::Asked::completion: return "completion/complete";
    case mcp::Asked::listen: return "subscriptions/listen";
  }
  return {};
}

}  // namespace

std::optional<Response> McpExchange::admit() {
  if (request().bearer().empty()) return refused(missing_token());
  auto actor = actor_of(environment_, request(), context_.now);
  if (!actor) return refused(actor.error());
  context_.actor = std::move(*actor);
  return std::nullopt;
}

std::optional<Work> McpExchange::begin(const mcp::Call& call) {
  name_ = call.asked == mcp::Asked::tool ? call.name : name_of(call.asked);
  writing_ = false;
  reach_ = Reach::read;
  switch (call.asked) {
    case mcp::Asked::tool: return begin_tool();
    case mcp::Asked::prompt: get_prompt(); return std::nullopt;
    case mcp::Asked::resource: return begin_resource();
    case mcp::Asked::resources: {
      json::ObjectBuilder arguments(arena());
      if (const Value* cursor = call.params.find("cursor"); cursor && !cursor->text().empty())
        arguments.add("cursor", *cursor);
      return run("find_trips", arguments.finish());
    }
    case mcp::Asked::completion: return begin_completion();
    case mcp::Asked::listen: return app::start_batch(context_, true);
  }
  return std::nullopt;
}

std::optional<Work> McpExchange::begin_tool() {
  context_.can_ask = call().client_can("elicitation");
  const auto arguments = answered_arguments();
  if (!arguments) return std::nullopt;
  return run(call().name, *arguments);
}

std::optional<Work> McpExchange::begin_resource() {
  const auto uri = read_trip_uri(call().name);
  if (!uri) {
    settle(server().no_such_resource(call()));
    return std::nullopt;
  }
  if (uri->page) return run(app::make_page(environment_, uri->trip_id, "proposal"));
  json::ObjectBuilder arguments(arena());
  arguments.add_copy("trip_id", uri->trip_id).add("view", Value("full"));
  return run("read_trip", arguments.finish());
}

// Only trips have values that nobody knows by heart.
std::optional<Work> McpExchange::begin_completion() {
  const Value argument = call().params.get("argument");
  if (argument.get_text("name") != "trip_id") {
    settle(server().finish(call(), "\"completion\":{\"values\":[],\"hasMore\":false}"));
    return std::nullopt;
  }
  json::ObjectBuilder arguments(arena());
  arguments.add("limit", Value(kCompletions));
  if (const std::string_view typed = argument.get_text("value");
      !typed.empty() && !typed.starts_with("t_"))
    arguments.add("query", Value(typed));
  return run("find_trips", arguments.finish());
}

std::optional<Work> McpExchange::run(std::string_view use_case, Value arguments) {
  return run(app::make_action(*app::find_use_case(use_case), arena(), arguments, environment_));
}

std::optional<Work> McpExchange::run(Result<app::ActionPtr> action) {
  if (!action) return fail_call(action.error());
  run_.emplace(std::move(*action),
               Context{context_.now, context_.ids.fork(), context_.actor, context_.can_ask});
  return advance(run_->start());
}

Work McpExchange::resume(Result<store::Rows> rows, const http::Meter& meter) {
  meter_ = meter;
  if (rows && !rows->empty() && !(*rows)[0].empty()) tenant_ = (*rows)[0].text(0, 0);
  if (authenticating_) {
    if (!rows) return http::problem(rows.error());
    const auto caller = app::caller_of(context_.actor, *rows, "read");
    if (!caller && caller.error().code == ErrorCode::unauthenticated) {
      failure_ = "unauthenticated";
      return refused(caller.error());
    }
    return answer();
  }
  if (call().asked == mcp::Asked::listen)
    return go_on(rows ? open_stream(*rows) : fail_call(rows.error()));
  return go_on(advance(rows ? run_->rows(*rows) : Result<app::Step>(rows.error())));
}

// The site takes seconds; who wants to know is told before and after.
Work McpExchange::resume(Result<publish::SiteOutcome> outcome, const http::Meter& meter) {
  meter_ = meter;
  auto work = advance(outcome ? run_->site(*outcome) : Result<app::Step>(outcome.error()));
  if (!work || call().progress_token.is_null()) return go_on(std::move(work));
  after_event_ = std::move(work);
  return http::Event{mcp::progress(call(), 2, 3, "The site is changed"), {}};
}

std::optional<Work> McpExchange::advance(Result<app::Step> step) {
  if (!step) return fail_call(step.error());
  if (auto* batch = std::get_if<store::Batch>(&*step)) {
    writing_ = writing_ || !batch->read_only;
    if (writing_) reach_ = Reach::write;
    return std::move(*batch);
  }
  if (auto* change = std::get_if<publish::SiteChange>(&*step)) {
    reach_ = Reach::write;
    if (call().progress_token.is_null()) return std::move(*change);
    after_event_ = std::move(*change);
    return http::Event{mcp::progress(call(), 1, 3, "The page is made, the site is next"), {}};
  }
  if (auto* question = std::get_if<app::Question>(&*step)) {
    ask(*question);
    return std::nullopt;
  }
  return deliver(std::move(std::get<app::Reply>(*step)));
}

std::optional<Work> McpExchange::deliver(app::Reply reply) {
  run_.reset();
  if (call().asked == mcp::Asked::tool) {
    if (reach_ == Reach::write)
      audit_.push_back(applied(context_.actor, tenant_, call().name, reply.data));
    // Whoever follows the trip, or the list of trips, hears of it.
    if (writing_)
      for (http::News& news : change_news(tenant_, call().name, reply.data))
        changes_.push_back(std::move(news));
    finish_tool({.text = std::move(reply.text), .structured = std::move(reply.data)});
    return std::nullopt;
  }
  if (call().asked == mcp::Asked::resource) {
    settle(server().finish(call(), trip_contents(call().name, *read_trip_uri(call().name), reply)));
    return std::nullopt;
  }
  const auto found = json::parse(arena(), arena().copy(reply.data));
  VG_ASSERT(found.has_value());
  settle(server().finish(call(), call().asked == mcp::Asked::resources ? listed_trips(*found)
                                                                       : completed_ids(*found)));
  return std::nullopt;
}

Response McpExchange::refused(const Error& error) const {
  return refusal(environment_, request(), context_.actor, error);
}

// A refused command is a result that says so; a caller who is not known is told by HTTP.
std::optional<Work> McpExchange::fail_call(const Error& error) {
  run_.reset();
  failure_ = vg::name_of(error.code);
  if (call().asked == mcp::Asked::tool)
    if (auto record = failed(context_.actor, tenant_, call().name, reach_, error.code))
      audit_.push_back(std::move(*record));
  if (error.code == ErrorCode::unauthenticated && channel() == mcp::Channel::http)
    return refused(error);
  // A client with OAuth gets itself a token for more; that is a matter of the status, which there
  // is only for a message of one call. A scope is missing before anything else is said of the call.
  if (!error.scope.empty() && !is_batch()) return refused(error);
  if (call().asked == mcp::Asked::tool) {
    finish_tool({.text = "Error (" + std::string(vg::name_of(error.code)) + "): " + describe(error),
                 .structured = {},
                 .is_error = true});
  } else if (call().asked == mcp::Asked::resource && error.code == ErrorCode::not_found) {
    settle(server().no_such_resource(call()));
  } else {
    const bool host = error.code == ErrorCode::unavailable || error.code == ErrorCode::internal;
    settle(server().fail(call(), host ? mcp::Code::internal_error : mcp::Code::invalid_params,
                         describe(error)));
  }
  return std::nullopt;
}

void McpExchange::finish_tool(mcp::ToolResult result) {
  result.meta = "\"voygent/db_calls\":" + std::to_string(meter_.database_calls - calls_before_);
  calls_before_ = meter_.database_calls;
  settle(server().finish(call(), result));
}

void McpExchange::get_prompt() {
  for (const PromptRow& row : served_.prompts) {
    if (row.name != call().name) continue;
    for (const mcp::PromptArgument& argument : row.arguments) {
      if (!argument.required || !call().arguments.get_text(argument.name).empty()) continue;
      settle(server().fail(call(), mcp::Code::invalid_params,
                           "the prompt needs the argument " + std::string(argument.name)));
      return;
    }
    const std::string text = filled(row.text, call().arguments);
    settle(server().finish(call(), "\"description\":" + json::quoted(row.description) +
                                       ",\"messages\":[" +
                                       mcp::prompt_message("user", mcp::text_block(text)) + "]"));
    return;
  }
  VG_ASSERT(false);
}

std::string McpExchange::state_binding() const {
  return request_binding(context_.actor, call());
}

void McpExchange::ask(const app::Question& question) {
  run_.reset();
  settle(server().ask_input(call(), input_request(question),
                            seal_question(environment_, state_binding(), context_.now, question)));
}

std::optional<Value> McpExchange::answered_arguments() {
  if (call().input_responses.is_null() && call().request_state.empty()) return call().arguments;
  auto answer = read_answer(arena(), environment_, state_binding(), context_.now, call());
  switch (answer.kind) {
    case InputAnswer::Kind::none: return call().arguments;
    case InputAnswer::Kind::accepted: return answer.arguments;
    case InputAnswer::Kind::forged:
      settle(server().fail(call(), mcp::Code::invalid_params,
                           "requestState is not the one that was given for this call, or it is "
                           "too old; make the call again without it"));
      return std::nullopt;
    case InputAnswer::Kind::declined: break;
  }
  finish_tool({.text = "Error (declined): the person said no; nothing was changed. Ask what to do "
                       "instead.",
               .structured = {},
               .is_error = true});
  return std::nullopt;
}

// The first message says what is followed: of what was asked for, that which there is.
std::optional<Work> McpExchange::open_stream(const store::Rows& rows) {
  if (const auto caller = app::caller_of(context_.actor, rows, "read"); !caller)
    return fail_call(caller.error());
  const Value wanted = call().params.get("notifications");
  http::Event first;
  json::ObjectBuilder granted(arena());
  if (wanted.get("resourcesListChanged").boolean()) {
    granted.add("resourcesListChanged", Value(true));
    first.follow.push_back(trips_topic(tenant_));
  }
  json::ArrayBuilder followed(arena());
  for (const Value& uri : wanted.get("resourceSubscriptions").items())
    if (const auto trip = read_trip_uri(uri.text()); trip && !trip->page) {
      followed.add(uri);
      first.follow.push_back(trip_topic(tenant_, trip->trip_id));
    }
  if (!followed.empty()) granted.add("resourceSubscriptions", followed.finish());
  first.data = mcp::acknowledged(call(), json::write(granted.finish()));
  return first;
}

std::optional<Work> McpExchange::call_sent() {
  if (after_event_) {
    Work next = std::move(*after_event_);
    after_event_.reset();
    return next;
  }
  // News were told, and the calls are all settled; or a stream of news waits for the next ones.
  if (is_settled()) return std::nullopt;
  return http::Wait{kKeepAlive};
}

std::optional<Work> McpExchange::call_woken(const http::Woken& woken) {
  if (woken.ending) {
    settle(server().finish(call(), ""));
    return std::nullopt;
  }
  if (!woken.news) return http::Event{};
  if (woken.news->body.empty())
    return http::Event{mcp::subscribed(call(), "notifications/resources/list_changed"), {}};
  return http::Event{mcp::subscribed(call(), "notifications/resources/updated",
                                     "\"uri\":" + json::write(Value(woken.news->body))),
                     {}};
}

// A message whose calls never reached the database is answered only after the caller is known.
Work McpExchange::conclude() {
  if (!changes_.empty()) {
    http::News news = std::move(changes_.back());
    changes_.pop_back();
    return news;
  }
  if (channel() == mcp::Channel::stdio || meter_.database_calls > 0) return answer();
  authenticating_ = true;
  return app::start_batch(context_, true);
}

}  // namespace vg::gateway
