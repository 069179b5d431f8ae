// The document of a version, from a checkpoint and the events since.
#pragma once

#include "base/result.hpp"
#include "json/value.hpp"
#include "store/batch.hpp"

#include <string_view>

namespace vg::app {

// Texts of the document live in the payloads and the arena.
class Folder final {
 public:
  explicit Folder(json::Arena& arena) : arena_(arena) {}

  // Begins with a whole document instead of nothing. Errors: `internal` when it is no JSON.
  Status start(std::string_view document);
  // Errors: `internal` when the kind is unknown or the payload is no JSON.
  Status apply(std::string_view kind, std::string_view payload);
  json::Value document() const { return document_; }

 private:
  json::Arena& arena_;
  json::Value document_;
};

// `events` are rows of store::kSelectEvents. Errors: `not_found` when there are none, `internal`
// when one cannot be read.
Result<json::Value> fold_events(json::Arena& arena, const store::ResultSet& events);

}  // namespace vg::app
