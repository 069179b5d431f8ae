#include "edge-api/worker/core/frames.hpp"

#include "edge-api/worker/core/d1_error.hpp"
#include "json/write.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

namespace vg::worker {
namespace {

static_assert(std::endian::native == std::endian::little);

enum class Frame : std::uint32_t { response = 0, batch = 1, change = 2 };
enum class CellKind : std::uint32_t { null = 0, number = 1, text = 2 };
constexpr std::size_t kWord = sizeof(std::uint32_t);

class Writer {
 public:
  Writer& word(std::uint32_t value) {
    append(&value, sizeof value);
    return *this;
  }
  Writer& number(std::int64_t value) {
    const auto real = static_cast<double>(value);
    word(static_cast<std::uint32_t>(CellKind::number));
    append(&real, sizeof real);
    return *this;
  }
  Writer& text(std::string_view value) {
    word(static_cast<std::uint32_t>(CellKind::text)).word(static_cast<std::uint32_t>(value.size()));
    append(value.data(), value.size());
    out_.resize((out_.size() + kWord - 1) / kWord * kWord);
    return *this;
  }
  Writer& null() { return word(static_cast<std::uint32_t>(CellKind::null)); }
  Writer& cell(const store::Cell& cell) {
    if (const auto* whole = std::get_if<std::int64_t>(&cell)) return number(*whole);
    if (const auto* string = std::get_if<std::string>(&cell)) return text(*string);
    return null();
  }
  void reserve(std::size_t bytes) { out_.reserve(bytes); }
  std::string finish() { return std::move(out_); }

 private:
  void append(const void* data, std::size_t size) {
    out_.append(static_cast<const char*>(data), size);
  }
  std::string out_;
};

// A frame that ends early is a fault of our own JavaScript, and nothing that a caller can cause.
class Reader {
 public:
  explicit Reader(std::string_view frame) : frame_(frame) {}

  std::uint32_t word() {
    std::uint32_t value = 0;
    std::memcpy(&value, take(sizeof value).data(), sizeof value);
    return value;
  }
  store::Cell cell() {
    switch (static_cast<CellKind>(word())) {
      case CellKind::null: return {};
      case CellKind::number: {
        double value = 0;
        std::memcpy(&value, take(sizeof value).data(), sizeof value);
        return static_cast<std::int64_t>(value);
      }
      case CellKind::text: {
        const std::size_t size = word();
        std::string value(take(size));
        take((kWord - size % kWord) % kWord);
        return value;
      }
    }
    VG_ASSERT(false);
    return {};
  }
  std::string text() {
    store::Cell read = cell();
    auto* value = std::get_if<std::string>(&read);
    return value ? std::move(*value) : std::string();
  }
  std::int64_t number() {
    const store::Cell read = cell();
    const auto* value = std::get_if<std::int64_t>(&read);
    return value ? *value : 0;
  }

 private:
  std::string_view take(std::size_t size) {
    VG_ASSERT(size <= frame_.size());
    const std::string_view out = frame_.substr(0, size);
    frame_.remove_prefix(size);
    return out;
  }
  std::string_view frame_;
};

std::string_view take_line(std::string_view& lines) {
  const std::string_view line = lines.substr(0, lines.find('\n'));
  lines.remove_prefix(std::min(lines.size(), line.size() + 1));
  return line;
}

void add_file(json::ArrayBuilder& files, json::Arena& arena, const publish::SiteFile& file) {
  json::ObjectBuilder out(arena);
  out.add("path", json::Value(std::string_view(file.path)));
  if (const auto* content = std::get_if<publish::Content>(&file.what)) {
    out.add("bytes", json::Value(std::string_view(content->bytes)));
  } else if (const auto* old = std::get_if<publish::FromRevision>(&file.what)) {
    out.add("from_revision", json::Value(std::string_view(old->revision)));
  } else {
    out.add("removed", json::Value(true));
  }
  files.add(out.finish());
}

}  // namespace

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
  out.word(static_cast<std::uint32_t>(Frame::batch));
  constraint.empty() ? out.null() : out.text(constraint);
  out.word(static_cast<std::uint32_t>(batch.statements.size()));
  for (const store::Statement& statement : batch.statements) {
    out.word(statements.number(statement.sql));
    out.word(static_cast<std::uint32_t>(statement.params.size()));
    for (const store::Cell& cell : statement.params) out.cell(cell);
  }
  return out.finish();
}

std::string write_change(const publish::SiteChange& change) {
  json::Arena arena;
  json::ArrayBuilder files(arena);
  for (const publish::SiteFile& file : change.files) add_file(files, arena, file);
  const json::Value index =
      json::ObjectBuilder(arena)
          .add("slug", json::Value(std::string_view(change.index.slug)))
          .add("title", json::Value(std::string_view(change.index.title)))
          .add("subtitle", json::Value(std::string_view(change.index.subtitle)))
          .add("listed", json::Value(change.index.listed))
          .finish();
  const json::Value all = json::ObjectBuilder(arena)
                              .add("message", json::Value(std::string_view(change.message)))
                              .add("files", files.finish())
                              .add("index", index)
                              .finish();
  Writer out;
  return out.word(static_cast<std::uint32_t>(Frame::change))
      .text(change.target)
      .text(json::write(all))
      .finish();
}

std::string write_response(const http::Response& response, std::string_view log) {
  std::string head;
  for (const http::Header& header : response.headers)
    head.append(header.name).append(": ").append(header.value).append("\n");
  Writer out;
  return out.word(static_cast<std::uint32_t>(Frame::response))
      .word(static_cast<std::uint32_t>(response.status))
      .text(head)
      .text(log)
      .finish();
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

Result<publish::SiteOutcome> read_outcome(std::string_view frame) {
  Reader in(frame);
  if (in.word() == 0) return Error{ErrorCode::unavailable, in.text(), {}};
  publish::SiteOutcome outcome;
  outcome.revision = in.text();
  outcome.changed = in.number() != 0;
  return outcome;
}

}  // namespace vg::worker
