// What is stored about a client, as one document, and taking it away for good: the right of access
// and the right to erasure (GDPR, articles 15 and 17).
//
// A client's data are the client, its trips with all that hangs on them, and the rows of an older
// system that belong to either or hold its e-mail address. Trips of other clients that only name it
// are listed, not changed.
#pragma once

#include "app/maintenance.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace vg::app {

struct ClientData {
  std::string id;
  std::string email;  // in lower case; may be empty
  std::vector<std::string> trips = {};
  std::vector<std::string> named_in = {};   // trips of others
  std::vector<std::string> published = {};  // `t_… on staging`: pages that are on a site now
  std::int64_t kept_rows = 0;
};

// `who` is an id or an e-mail address. Errors: `not_found`.
Result<ClientData> find_client_data(const Context& context, std::string_view who,
                                    BatchRunner& runner);

// Everything as indented JSON: private facts, all versions, rows of the older system.
Result<std::string> client_data_json(const Context& context, const ClientData& data,
                                     BatchRunner& runner);

// One transaction. Errors: `conflict` while a page is on a site; nothing is erased then.
Status erase_client(const Context& context, const ClientData& data, BatchRunner& runner);

}  // namespace vg::app
