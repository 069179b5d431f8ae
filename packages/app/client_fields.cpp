#include "app/client_fields.hpp"

#include "base/text.hpp"
#include "json/parse.hpp"
#include "json/write.hpp"
#include "store/statements.hpp"
#include "trip/search.hpp"

namespace vg::app {
namespace {

using namespace shape;

constexpr Field kFields[] = {
    label("client_id", advisor).up_to(40),
    label("name", advisor).up_to(200),
    label("email", advisor).up_to(200),
    label("phone", advisor).up_to(100),
    label("address", advisor),
    record("preferences", advisor),
    record("documents", secret, "Passports, visas, loyalty numbers"),
    text("notes", advisor).up_to(5'000),
};

std::string lower(std::string_view text) {
  return to_lower_ascii(trim(text));
}

// The parameters ?4 to ?7 of the client statements.
std::vector<store::Cell> key_params(Context& context, const ClientKeys& keys) {
  return {store::cell_or_null(keys.id), store::cell("c_" + context.ids.random(10)),
          store::cell_or_null(keys.name_key), store::cell_or_null(keys.email_key)};
}

}  // namespace

const Shape kClientFields = {.name = "client", .fields = kFields};

Result<ClientKeys> client_keys(json::Value client) {
  ClientKeys keys{std::string(client.get_text("client_id")), fold(client.get_text("name")),
                  lower(client.get_text("email"))};
  if (keys.id.empty() && keys.name_key.empty())
    return Error{ErrorCode::invalid,
                 "a client needs a name, or the client_id of an existing one; nothing was changed",
                 {{"/client/name", "missing"}}};
  const std::size_t at = keys.email_key.find('@');
  const bool email = at != std::string::npos && at > 0 &&
                     keys.email_key.find('.', at) != std::string::npos &&
                     keys.email_key.find(' ') == std::string::npos;
  if (!keys.email_key.empty() && !email)
    return Error{ErrorCode::invalid,
                 "the e-mail address of the client is none; nothing was changed",
                 {{"/client/email", "an address like ann@example.com is expected"}}};
  return keys;
}

void save_client(store::Batch& batch, Context& context, const ClientKeys& keys, json::Value client,
                 const store::Fingerprint& request) {
  json::Arena arena;
  json::ObjectBuilder patch(arena);
  for (const json::Member& member : client.members())
    if (member.key != "client_id" && kClientFields.find(member.key) != nullptr)
      patch.add(member.key, member.value);
  const std::string patch_text = json::write(patch.finish());
  auto upsert = key_params(context, keys);
  const std::string search = keys.name_key.empty() ? "" : " " + keys.name_key;
  const json::Value index = json::ObjectBuilder(arena).add("client", json::Value(search)).finish();
  upsert.insert(upsert.end(),
                {store::cell(patch_text), store::cell(request.id), request.cutoff,
                 store::cell_or_null(search),
                 search.empty() ? store::Cell()
                                : store::cell(json::write(trip::search_terms(arena, index)))});
  batch.add(store::kUpsertClient, context, std::move(upsert));
  auto event = key_params(context, keys);
  event.insert(event.end(), {store::cell(request.id), store::cell(patch_text)});
  batch.add(store::kInsertClientEvent, context, std::move(event));
}

void carry_name(store::Batch& batch, Context& context, const ClientKeys& keys) {
  if (keys.name_key.empty()) return;
  batch.add(store::kRenameClient, context, key_params(context, keys));
  batch.add(store::kIndexClient, context, key_params(context, keys));
}

void ask_client(store::Batch& batch, Context& context, const ClientKeys& keys) {
  batch.add(store::kClientOutcome, context, key_params(context, keys));
}

std::optional<Question> which_client(const ClientKeys& keys, const store::ResultSet& outcome) {
  constexpr std::size_t kMaxChoices = 20;
  if (!keys.id.empty() || !keys.email_key.empty() || outcome.empty()) return std::nullopt;
  json::Arena arena;
  const auto listed = json::parse(arena, outcome.text(0, 3));
  if (!listed || listed->items().size() < 2 || listed->items().size() > kMaxChoices)
    return std::nullopt;
  Question out{.argument = {"client", "client_id"},
               .message = "Several clients have this name. Which one is meant?"};
  for (const json::Value& client : listed->items()) {
    const std::string email = one_line(client.get_text("email"), 60);
    out.choices.push_back({std::string(client.get_text("id")),
                           one_line(client.get_text("name"), 60) +
                               (email.empty() ? ", no e-mail address" : ", " + email)});
  }
  return out;
}

Error why_no_client(const ClientKeys& keys, const store::ResultSet& outcome) {
  json::Arena arena;
  std::string candidates;
  const auto listed =
      outcome.empty() ? Result<json::Value>(json::Value()) : json::parse(arena, outcome.text(0, 3));
  if (listed)
    for (const json::Value& client : listed->items())
      candidates += "\n- " + std::string(client.get_text("id")) + ", " +
                    one_line(client.get_text("name"), 60) + ", " +
                    one_line(client.get_text("email"), 60);
  if (!keys.id.empty() && outcome.is_null(0, 0))
    return {
        ErrorCode::not_found,
        "there is no client '" + one_line(keys.id, 40) + "'; leave client_id out to make a new one",
        {}};
  if (!keys.email_key.empty())
    return {
        ErrorCode::conflict,
        "another client has this e-mail address already; nothing was changed. Use its client_id" +
            candidates,
        {}};
  return {ErrorCode::conflict,
          "several clients have this name; nothing was changed. Say which by client_id or e-mail:" +
              candidates,
          {}};
}

}  // namespace vg::app
