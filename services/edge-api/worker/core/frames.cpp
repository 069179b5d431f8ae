#include "edge-api/worker/core/frames.hpp"

#include "edge-api/worker/core/d1_error.hpp"
#include "edge-api/worker/core/wire.hpp"

#include <algorithm>

namespace vg::worker {
std::uint32_t StatementTable::number(std::string_view sql) {
  const auto known = std::ranges::find(texts_, sql.data(), &std::string_view::data);
  const auto at = static_cast<std::uint32_t>(known - texts_.begin());
  if (known == texts_.end()) texts_.push_back(sql);
  return at;
}

http::Request read_request(std::string_view lines, std::string body) {
  http::Request request;
  const std::string_view first = take_line(lines);
  const std::size_t blank = first.find(' ');
  VG_ASSERT(blank != std::string_view::npos);
  request.method = std::string(first.substr(0, blank));
  request.target = std::string(first.substr(blank + 1));
  request.peer = std::string(take_line(lines));
  while (!lines.empty()) {
    const std::string_view line = take_line(lines);
    const std::size_t colon = line.find(": ");
    VG_ASSERT(colon != std::string_view::npos);
    request.headers.push_back(
        {std::string(line.substr(0, colon)), std::string(line.substr(colon + 2))});
  }
  request.body = std::move(body);
  return request;
}

Result<std::string> write_batch(const store::Batch& batch, StatementTable& statements,
                                std::string_view constraint) {
  Writer out;
  std::size_t bytes = 256;
  for (const store::Statement& statement : batch.statements)
    for (const store::Cell& cell : statement.params) {
      const auto* text = std::get_if<std::string>(&cell);
      if (text && text->size() > kMaxCellBytes)
        return Error{ErrorCode::too_large,
                     "the value is larger than the database takes; nothing was changed",
                     {}};
      bytes += 16 + (text ? text->size() : 0);
    }
  out.reserve(bytes);
  out.word(Frame::batch);
  constraint.empty() ? out.null() : out.text(constraint);
  out.word(static_cast<std::uint32_t>(batch.statements.size()));
  for (const store::Statement& statement : batch.statements) {
    out.word(statements.number(statement.sql));
    out.word(static_cast<std::uint32_t>(statement.params.size()));
    for (const store::Cell& cell : statement.params) out.cell(cell);
  }
  return out.finish();
}

std::string write_response(const http::Response& response, std::string_view log,
                           std::span<const Report> reports) {
  std::string head;
  for (const http::Header& header : response.headers)
    head.append(header.name).append(": ").append(header.value).append("\n");
  Writer out;
  out.word(Frame::response)
      .word(static_cast<std::uint32_t>(response.status))
      .text(head)
      .text(log)
      .word(static_cast<std::uint32_t>(reports.size()));
  for (const Report& report : reports)
    out.word(static_cast<std::uint32_t>(report.limit))
        .text(std::to_string(report.key))
        .word(static_cast<std::uint32_t>(report.count));
  return out.finish();
}

DatabaseAnswer read_rows(std::string_view frame) {
  Reader in(frame);
  if (in.word() == 0) {
    Error error = d1_error(in.text());
    return {.rows = std::move(error), .bookmark = {}, .at = {in.number()}};
  }
  std::string bookmark = in.text();
  const Instant at{in.number()};
  store::Rows rows;
  const std::uint32_t sets = in.word();
  rows.reserve(sets);
  for (std::uint32_t i = 0; i < sets; ++i) {
    const std::size_t columns = in.word();
    const std::size_t count = in.word();
    store::ResultSet& set = rows.emplace_back(columns);
    for (std::size_t cell = 0; cell < columns * count; ++cell) set.add(in.cell());
  }
  return {.rows = std::move(rows), .bookmark = std::move(bookmark), .at = at};
}

}  // namespace vg::worker
