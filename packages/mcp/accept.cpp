// Which message is what: the routing table of a dual-era endpoint.
#include "base/text.hpp"
#include "json/parse.hpp"
#include "json/write.hpp"
#include "mcp/header_value.hpp"
#include "mcp/protocol.hpp"
#include "mcp/reply.hpp"
#include "mcp/server.hpp"

#include <algorithm>

namespace vg::mcp {

using json::Value;

namespace {

struct Message {
  Value id;  // string or whole number; null for a notification
  std::string_view method;
  Value params;
  bool notification = false;
};

// Nothing when it is not a request or notification.
std::optional<Message> read_message(Value value) {
  const Value* id = value.find("id");
  const bool good_id = id == nullptr || id->is_string() || id->is(json::Kind::integer);
  const Value params = value.get("params");
  const bool good_params = params.is_null() || params.is_object();
  if (value.get_text("jsonrpc") != "2.0" || value.get_text("method").empty() || !good_id ||
      !good_params)
    return std::nullopt;
  return Message{id ? *id : Value(), value.get_text("method"), params, id == nullptr};
}

bool is_reply(Value value) {
  return value.find("id") && (value.find("result") || value.find("error")) && !value.find("method");
}

const Value* claim_of(Value params) {
  return params.get("_meta").find(kVersionKey);
}

bool is_modern(std::string_view revision) {
  return revision >= kModernRevision;
}

bool is_legacy(std::string_view revision) {
  return std::find(kLegacyRevisions.begin(), kLegacyRevisions.end(), revision) !=
         kLegacyRevisions.end();
}

}  // namespace

class Acceptor {
 public:
  Acceptor(const Server& server, json::Arena& arena, const Head* head)
      : server_(server), arena_(arena), head_(head) {}

  Accepted run(std::string_view body) {
    const auto parsed = json::parse(arena_, body);
    if (!parsed) return refuse(400, Value(), Code::parse_error, parsed.error().message);
    if (parsed->is_array()) return batch(parsed->items());
    if (!parsed->is_object())
      return refuse(400, Value(), Code::invalid_request, "a JSON-RPC message is an object");
    return single(*parsed);
  }

 private:
  static Accepted refuse(int status, Value id, Code code, std::string_view message,
                         Value data = {}) {
    Accepted out;
    out.status = status;
    out.parts.emplace_back(error_reply(id, code, message, data));
    return out;
  }
  static Accepted nothing() {
    Accepted out;
    out.status = 202;
    return out;
  }
  static Accepted answer(std::string reply) {
    Accepted out;
    out.parts.emplace_back(std::move(reply));
    return out;
  }

  std::optional<std::string_view> header_version() const {
    return head_ ? head_->protocol_version : std::nullopt;
  }
  bool has_modern_header() const { return header_version() && is_modern(*header_version()); }

  Accepted batch(std::span<const Value> items) {
    const bool served = !header_version() || *header_version() == kBatchRevision;
    if (!served || items.empty())
      return refuse(400, Value(), Code::invalid_request,
                    "batches are part of the revision 2025-03-26 only, and not empty");
    if (items.size() > kMaxBatch)
      return refuse(400, Value(), Code::invalid_request,
                    "a batch has at most " + std::to_string(kMaxBatch) + " messages");
    Accepted out;
    out.batch = true;
    out.status = 202;
    for (const Value& item : items) {
      if (is_reply(item)) continue;
      const auto message = item.is_object() ? read_message(item) : std::nullopt;
      if (!message || claim_of(message->params))
        return refuse(400, Value(), Code::invalid_request,
                      "an element of the batch is no message of the revision 2025-03-26");
      if (message->notification) continue;
      Accepted one = legacy_request(*message);
      out.status = 200;
      for (Part& part : one.parts) out.parts.push_back(std::move(part));
    }
    return out;
  }

  Accepted single(Value value) {
    if (is_reply(value)) {
      Accepted out = nothing();
      if (const Value id = value.get("id"); id.is_string())
        out.reply = ClientReply{std::string(id.text()), value};
      return out;
    }
    const auto message = read_message(value);
    if (!message) {
      const Value id = value.get("id");
      const bool readable = id.is_string() || id.is(json::Kind::integer);
      return refuse(400, readable ? id : Value(), Code::invalid_request,
                    "not a JSON-RPC 2.0 request or notification");
    }
    return message->notification ? notification(*message) : request(*message);
  }

  Accepted notification(const Message& message) {
    const Value* claim = claim_of(message.params);
    if (claim && !claim->is_string())
      return refuse(400, Value(), Code::invalid_params, std::string(kVersionKey) + " must be text");
    if (claim && header_version() && *header_version() != claim->text())
      return refuse(400, Value(), Code::header_mismatch,
                    "MCP-Protocol-Version differs from the envelope");
    const bool modern = claim ? is_modern(claim->text()) : has_modern_header();
    if (modern && head_ && head_->method && *head_->method != message.method)
      return refuse(400, Value(), Code::header_mismatch, "Mcp-Method differs from the message");
    return nothing();
  }

  Accepted request(const Message& message) {
    const Value* claim = claim_of(message.params);
    const bool modern_claim = claim && claim->is_string() && is_modern(claim->text());
    if (message.method == "initialize" && !modern_claim) {
      if (has_modern_header())
        return refuse(400, message.id, Code::header_mismatch,
                      "initialize is not part of the revision that MCP-Protocol-Version names");
      return answer(initialize(message));
    }
    if (claim) return modern_request(message, *claim);
    if (has_modern_header())
      return refuse(
          400, message.id, Code::invalid_params,
          "params._meta lacks " + std::string(kVersionKey) + ", which this revision requires");
    if (header_version() && !is_legacy(*header_version()))
      return refuse(400, message.id, Code::invalid_request,
                    "MCP-Protocol-Version names no revision that is served: " + supported_words());
    return legacy_request(message);
  }

  static std::string supported_words() {
    std::string out(kModernRevision);
    for (std::string_view revision : kLegacyRevisions) out.append(", ").append(revision);
    return out;
  }

  std::string initialize(const Message& message) const {
    const std::string_view wanted = message.params.get_text("protocolVersion");
    return result_reply(message.id,
                        "{\"protocolVersion\":\"" +
                            std::string(is_legacy(wanted) ? wanted : kLegacyRevisions[0]) + "\"" +
                            server_.initialize_rest_);
  }

  Accepted legacy_request(const Message& message) {
    if (message.method == "ping" || message.method == "logging/setLevel")
      return answer(result_reply(message.id, "{}"));
    if (message.method == "initialize") return answer(initialize(message));
    if (server_.follows_ &&
        (message.method == "resources/subscribe" || message.method == "resources/unsubscribe"))
      return answer(result_reply(message.id, "{}"));
    if (auto served = serve(message, false)) return std::move(*served);
    return answer(error_reply(message.id, Code::method_not_found,
                              "the method " + one_line(message.method, 60) + " is not served"));
  }

  // What both eras have; nothing for a method that this server has not.
  std::optional<Accepted> serve(const Message& message, bool modern) {
    for (const Server::List& list : server_.lists_)
      if (list.method == message.method) return listed(message, modern ? list.modern : list.legacy);
    const std::string_view method = message.method;
    if (method == "tools/call" && !server_.tools_.empty()) return tool_call(message, modern);
    if (method == "prompts/get" && !server_.prompt_names_.empty())
      return prompt_call(message, modern);
    if (method == "resources/read" && server_.resources_) return resource_call(message, modern);
    if (method == "resources/list" && server_.asks_for_resources_)
      return accepted(call_of(message, modern, Asked::resources));
    if (method == "completion/complete" && server_.completions_) return completion(message, modern);
    return std::nullopt;
  }

  // The checks in the order in which a client can tell them apart; the first that fails is the
  // answer.
  Accepted modern_request(const Message& message, Value claim) {
    if (auto fault = envelope_fault(message, claim))
      return refuse(400, message.id, Code::invalid_params, *fault);
    if (head_) {
      if (head_->protocol_version && *head_->protocol_version != claim.text())
        return refuse(400, message.id, Code::header_mismatch,
                      "MCP-Protocol-Version differs from the envelope");
      if (head_->method && *head_->method != message.method)
        return refuse(400, message.id, Code::header_mismatch, "Mcp-Method differs from the method");
    }
    if (claim.text() != kModernRevision) return unsupported(message, claim);
    if (head_) {
      if (!head_->protocol_version)
        return refuse(400, message.id, Code::header_mismatch,
                      "the header MCP-Protocol-Version is missing");
      if (!head_->method)
        return refuse(400, message.id, Code::header_mismatch, "the header Mcp-Method is missing");
      if (auto fault = name_fault(message))
        return refuse(400, message.id, Code::header_mismatch, *fault);
    }
    if (message.method == "server/discover")
      return answer(result_reply(message.id, server_.discover_result_));
    if (message.method == "subscriptions/listen" && server_.listens_) return listen(message);
    if (auto served = serve(message, true)) return std::move(*served);
    return refuse(404, message.id, Code::method_not_found,
                  "the method " + one_line(message.method, 60) + " is not part of this server");
  }

  static std::optional<std::string> envelope_fault(const Message& message, Value claim) {
    const Value meta = message.params.get("_meta");
    if (!claim.is_string()) return std::string(kVersionKey) + " must be text";
    if (!meta.get(kCapabilitiesKey).is_object())
      return "params._meta lacks the object " + std::string(kCapabilitiesKey);
    const Value* info = meta.find(kClientInfoKey);
    if (info && !(info->get("name").is_string() && info->get("version").is_string()))
      return std::string(kClientInfoKey) + " needs name and version";
    return std::nullopt;
  }

  Accepted unsupported(const Message& message, Value claim) {
    json::Arena arena(1024);
    json::ArrayBuilder supported(arena);
    supported.add(Value(kModernRevision));
    json::ObjectBuilder data(arena);
    data.add("supported", supported.finish()).add("requested", claim);
    return refuse(400, message.id, Code::unsupported_version,
                  "this revision is not served in an envelope", data.finish());
  }

  std::optional<std::string> name_fault(const Message& message) const {
    const bool named = message.method == "tools/call" || message.method == "prompts/get";
    if (!named && message.method != "resources/read") return std::nullopt;
    const Value value = message.params.get(named ? "name" : "uri");
    if (!value.is_string()) return std::nullopt;
    if (!head_->name) return "the header Mcp-Name is missing";
    const auto decoded = decode_header_value(*head_->name);
    if (!decoded) return "the header Mcp-Name is malformed";
    if (*decoded != value.text()) return "Mcp-Name differs from the request";
    return std::nullopt;
  }

  Accepted listed(const Message& message, const std::string& prepared) {
    const Value cursor = message.params.get("cursor");
    if (!cursor.is_null() && !(cursor.is_string() && cursor.text().empty()))
      return bad_params(message, "there is no such page: the list has one");
    return answer(result_reply(message.id, prepared));
  }

  static Accepted bad_params(const Message& message, std::string_view what) {
    return answer(error_reply(message.id, Code::invalid_params, what));
  }

  static Accepted accepted(Call call) {
    Accepted out;
    out.parts.emplace_back(call);
    return out;
  }

  static Call call_of(const Message& message, bool modern, Asked asked) {
    const Value meta = message.params.get("_meta");
    const Value arguments = message.params.get("arguments");
    Call out;
    out.id = message.id;
    out.modern = modern;
    out.asked = asked;
    out.name = message.params.get_text(asked == Asked::resource ? "uri" : "name");
    out.arguments = arguments.is_null() ? Value(std::span<const json::Member>()) : arguments;
    out.params = message.params;
    const Value token = meta.get("progressToken");
    if (token.is_string() || token.is(json::Kind::integer)) out.progress_token = token;
    if (!modern) return out;
    out.log_level = meta.get_text(kLogLevelKey);
    out.capabilities = meta.get(kCapabilitiesKey);
    out.input_responses = message.params.get("inputResponses");
    out.request_state = message.params.get_text("requestState");
    return out;
  }

  // What is wrong with the parts that every call may have.
  static std::optional<std::string_view> call_fault(const Message& message, const Call& call) {
    if (!call.arguments.is_object()) return "params.arguments must be an object";
    const Value* responses = call.modern ? message.params.find("inputResponses") : nullptr;
    if (responses && !responses->is_object()) return "params.inputResponses must be an object";
    const Value* state = call.modern ? message.params.find("requestState") : nullptr;
    if (state && !state->is_string()) return "params.requestState must be text";
    return std::nullopt;
  }

  Accepted tool_call(const Message& message, bool modern) {
    const Call call = call_of(message, modern, Asked::tool);
    if (call.name.empty())
      return bad_params(message, "params.name, the name of a tool, is missing");
    const Server::ToolEntry* tool = server_.find_tool(call.name);
    if (tool && modern && head_)
      if (const auto fault = param_fault(tool->marked, call.arguments, head_->params))
        return refuse(400, message.id, Code::header_mismatch, *fault);
    if (!tool)
      return bad_params(message, "there is no tool '" + one_line(call.name, 60) +
                                     "'; tools/list names those that there are");
    if (const auto fault = call_fault(message, call)) return bad_params(message, *fault);
    return accepted(call);
  }

  Accepted prompt_call(const Message& message, bool modern) {
    const Call call = call_of(message, modern, Asked::prompt);
    if (std::ranges::find(server_.prompt_names_, call.name) == server_.prompt_names_.end())
      return bad_params(message, "there is no prompt '" + one_line(call.name, 60) +
                                     "'; prompts/list names those that there are");
    if (const auto fault = call_fault(message, call)) return bad_params(message, *fault);
    return accepted(call);
  }

  Accepted resource_call(const Message& message, bool modern) {
    const Call call = call_of(message, modern, Asked::resource);
    if (call.name.empty()) return bad_params(message, "params.uri is missing");
    if (const auto fault = call_fault(message, call)) return bad_params(message, *fault);
    return accepted(call);
  }

  Accepted completion(const Message& message, bool modern) {
    const Value reference = message.params.get("ref");
    const Value argument = message.params.get("argument");
    const std::string_view type = reference.get_text("type");
    const bool known = (type == "ref/prompt" && reference.get("name").is_string()) ||
                       (type == "ref/resource" && reference.get("uri").is_string());
    if (!known || !argument.get("name").is_string() || !argument.get("value").is_string())
      return bad_params(message,
                        "params needs ref (ref/prompt with name, or ref/resource with uri) and "
                        "argument with name and value");
    return accepted(call_of(message, modern, Asked::completion));
  }

  Accepted listen(const Message& message) {
    const Value wanted = message.params.get("notifications");
    if (!wanted.is_object())
      return bad_params(message, "params.notifications, what to listen for, is missing");
    const Value uris = wanted.get("resourceSubscriptions");
    if (!uris.is_null() && !uris.is_array())
      return bad_params(message, "resourceSubscriptions is a list of resources");
    if (uris.items().size() > kMaxFollowedResources)
      return bad_params(message, "one stream follows at most " +
                                     std::to_string(kMaxFollowedResources) + " resources");
    for (const Value& uri : uris.items())
      if (!uri.is_string()) return bad_params(message, "resourceSubscriptions is a list of texts");
    return accepted(call_of(message, true, Asked::listen));
  }

  const Server& server_;
  json::Arena& arena_;
  const Head* head_;
};

Accepted Server::accept(json::Arena& arena, std::string_view body, const Head* head) const {
  return Acceptor(*this, arena, head).run(body);
}

}  // namespace vg::mcp
