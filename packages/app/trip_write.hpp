// Writing to a trip in one batch: the guarded change, its event, its request, and the question what
// happened.
#pragma once

#include "base/context.hpp"
#include "base/result.hpp"
#include "store/batch.hpp"
#include "store/fingerprint.hpp"
#include "trip/operations.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace vg::app {

struct WriteTarget {
  std::string_view trip_id;
  std::optional<std::int64_t> expected_version;
  std::string_view tool;
};

// The statements after store::kWho of a write; what happened is the last row.
void add_edit(store::Batch& batch, Context& context, json::Arena& arena, const WriteTarget& target,
              const trip::EditPlan& edit, const store::Fingerprint& request);
void add_replacement(store::Batch& batch, Context& context, json::Arena& arena,
                     const WriteTarget& target, json::Value document, std::int64_t from_version,
                     const store::Fingerprint& request);

// Brings the index over words up to the trip's row; after the request was recorded. With
// `name_client` the name of its client first.
void add_to_index(store::Batch& batch, Context& context, std::string_view trip_id,
                  bool name_client);

// The row that write_outcome and these ask for last.
void ask_outcome(store::Batch& batch, Context& context, std::string_view trip_id,
                 const trip::EditPlan* edit, const store::Fingerprint& request);

struct EditOutcome {
  bool duplicate = false;       // the same request was applied before
  std::int64_t version = 0;     // of the trip now
  std::int64_t applied_as = 0;  // that the request made
  std::string_view document;    // as it is now; a view into the rows
};

// Reads the last row of such a batch. Errors: `not_found` for the trip or for items that the edit
// names, `conflict` for another version, for items that exist already and for a key of another
// request, `too_large`.
Result<EditOutcome> read_edit_outcome(const store::Rows& rows, std::string_view trip_id,
                                      std::optional<std::int64_t> expected_version,
                                      const store::Fingerprint& request);

}  // namespace vg::app
