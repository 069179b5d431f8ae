// What travels between the core and the JavaScript around it, as bytes without pointers, so that
// both sides can be tested alone.
//
// Every number is little-endian; `word` is 32 bits. A cell is a word for its kind (0 null, 1
// number, 2 text) and then nothing, 8 bytes of a double, or a word for the length in bytes and the
// UTF-8 text, filled up to whole words. Strings stand as cells. What concerns sites is in
// site_frames.hpp.
//
//   request   lines: method and target; address of the caller; then one header each, `name: value`
//   batch     word 1 · cell constraint · word statements · each: word number of the SQL (as
//             StatementTable has it), word parameters, cells
//   response  word 0 · word status · cell headers, `name: value` lines · cell lines for the log ·
//             word reports · each: word limit, cell key, word count; the body stands apart
//   rows      word 1 · cell bookmark or null · cell milliseconds now · word sets · each: word
//             columns, word rows, cells; or word 0 · cell message of D1's error · cell milliseconds
//
// A constraint says which copies of the database may answer (D1 sessions): null for the primary
// without a session, else `first-primary`, `first-unconstrained` or a bookmark.
#pragma once

#include "base/calendar.hpp"
#include "base/result.hpp"
#include "edge-api/worker/core/isolate_gate.hpp"
#include "http/message.hpp"
#include "store/batch.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vg::worker {

// D1 refuses larger values only in production, the engine on a developer's machine takes them.
inline constexpr std::size_t kMaxCellBytes = 2'000'000;

// The SQL of the product as numbers: the other side prepares each text once. Texts are constants.
class StatementTable {
 public:
  std::uint32_t number(std::string_view sql);
  // Requires a number that was given.
  std::string_view text(std::uint32_t number) const { return texts_[number]; }

 private:
  std::vector<std::string_view> texts_;
};

// Requires lines as they are described above: the other side is ours.
http::Request read_request(std::string_view lines, std::string body);

// Errors: `too_large` for a value over kMaxCellBytes: nothing may be sent.
Result<std::string> write_batch(const store::Batch& batch, StatementTable& statements,
                                std::string_view constraint);
std::string write_response(const http::Response& response, std::string_view log,
                           std::span<const Report> reports);

struct DatabaseAnswer {
  Result<store::Rows> rows;  // an error is D1's, see d1_error.hpp
  std::string bookmark;      // of the database after the batch; empty without a session
  Instant at;                // when it came
};
DatabaseAnswer read_rows(std::string_view frame);

}  // namespace vg::worker
