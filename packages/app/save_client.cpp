#include "app/answer.hpp"
#include "app/arguments.hpp"
#include "app/client_fields.hpp"
#include "app/factories.hpp"
#include "base/text.hpp"
#include "json/write.hpp"
#include "store/statements.hpp"

namespace vg::app {
namespace {

constexpr shape::Field kFields[] = {
    shape::object("client", shape::advisor, kClientFields).must(),
    kKeyArgument,
};

class SaveClient final : public Action {
 public:
  SaveClient(json::Value arguments, ClientKeys keys)
      : arguments_(arguments), keys_(std::move(keys)) {}

  Result<store::Batch> plan(Context& context) override {
    request_ = store::make_fingerprint("save_client", arguments_, context);
    store::Batch batch = start_batch(context, false);
    app::save_client(batch, context, keys_, arguments_.get("client"), request_);
    batch.add(
        store::kInsertRequest, context,
        {store::cell(subject_of(context)), store::cell(request_.id), store::cell(request_.digest),
         store::cell("save_client"), store::cell(request_.nonce)});
    carry_name(batch, context, keys_);
    asked_ = batch.statements.size();
    batch.add(store::kSelectRequest, context, {store::cell(request_.id), request_.cutoff});
    ask_client(batch, context, keys_);
    return batch;
  }

  Result<Step> decide(Context& context, const store::Rows& rows) override {
    VG_CHECK(caller_of(context.actor, rows, "write"));
    const auto seen =
        rows[asked_].empty() ? std::nullopt : store::read_seen(rows[asked_].text(0, 0));
    const store::ResultSet& client = rows[asked_ + 1];
    if (!seen || client.empty() || client.is_null(0, 0)) {
      auto question = context.can_ask ? which_client(keys_, client) : std::nullopt;
      if (question) return std::move(*question);
      return why_no_client(keys_, client);
    }
    if (seen->digest != request_.digest) return key_reused(*seen);
    const bool duplicate = seen->nonce != request_.nonce;
    const std::string id(client.text(0, 0));
    const std::int64_t version = client.integer(0, 1);
    json::Arena arena;
    json::ObjectBuilder data(arena);
    data.add("status", json::Value(duplicate ? "duplicate" : "saved"))
        .add_copy("client_id", id)
        .add("version", json::Value(version));
    std::string text =
        duplicate ? "This client was saved already by the same request: " : "Saved the client ";
    text += id + ", version " + std::to_string(version) +
            ". Contacts and documents stay with the advisor.\n";
    const trip::NextStep next{"create_trip",
                              "plan a trip with client {\"client_id\": \"" + id + "\"}"};
    data.add("next", data_of(arena, next));
    return Reply{text + words_of(next), json::write(data.finish()), {}, {}};
  }

 private:
  // The request row names the client by what the caller knew of it: the id may only be known to the
  // database.
  std::string subject_of(const Context&) const { return keys_.id.empty() ? "client" : keys_.id; }

  json::Value arguments_;
  ClientKeys keys_;
  store::Fingerprint request_;
  std::size_t asked_ = 0;
};

}  // namespace

const shape::Shape kSaveClientArguments = {.name = "save_client", .fields = kFields};

Result<ActionPtr> make_save_client(json::Arena&, json::Value arguments, const Environment&) {
  VG_TRY(ClientKeys keys, client_keys(arguments.get("client")));
  return ActionPtr(new SaveClient(arguments, std::move(keys)));
}

}  // namespace vg::app
