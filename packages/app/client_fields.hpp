// A client of the advisor: who it is, how it is found again, and what is stored of it.
#pragma once

#include "app/action.hpp"
#include "base/context.hpp"
#include "base/result.hpp"
#include "json/value.hpp"
#include "shape/shape.hpp"
#include "store/batch.hpp"
#include "store/fingerprint.hpp"

#include <optional>
#include <string>
#include <vector>

namespace vg::app {

// client_id, name, email, phone, address, preferences, documents, notes.
extern const shape::Shape kClientFields;

// The statements of saving a client are found by these keys: the id, else the e-mail address, else
// the name if only one client has it.
struct ClientKeys {
  std::string id;         // given by the caller; empty: by e-mail or name
  std::string name_key;   // folded; empty when no name was given
  std::string email_key;  // lower case; empty when none was given
};

// Errors: `invalid` when there is neither an id nor a name, or the e-mail address is none.
Result<ClientKeys> client_keys(json::Value client);

// Upsert and event. The rows of the upsert tell nothing; ask with client_outcome().
void save_client(store::Batch& batch, Context& context, const ClientKeys& keys, json::Value client,
                 const store::Fingerprint& request);
// Trips are found by the name of their client: a new name goes to all of them. After the request
// was recorded.
void carry_name(store::Batch& batch, Context& context, const ClientKeys& keys);
void ask_client(store::Batch& batch, Context& context, const ClientKeys& keys);

// Which of several clients of the same name is meant, from the rows of ask_client; nothing when
// that is not what is unclear.
std::optional<Question> which_client(const ClientKeys& keys, const store::ResultSet& outcome);

// Why no client was saved, from the rows of ask_client: the id does not exist, or several have the
// name.
Error why_no_client(const ClientKeys& keys, const store::ResultSet& outcome);

}  // namespace vg::app
