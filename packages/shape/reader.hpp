// The tolerant reader: a document as people and older programs write it becomes the canonical one,
// and a report says what was done.
#pragma once

#include "base/context.hpp"
#include "base/money.hpp"
#include "json/value.hpp"
#include "shape/report.hpp"
#include "shape/shape.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace vg::shape {

struct ReaderOptions {
  bool keep_unreadable =
      false;  // keep a value that does not fit under `_unread` instead of making it an issue
  std::optional<Currency> currency = {};  // of plain numbers, until an object names its own
  IdSource* ids = nullptr;  // random ids for items without one; counted ids when absent
};

// One Reader reads one document, or the values of one edit. The values that it returns live in the
// arena or in the text that was parsed.
class Reader {
 public:
  Reader(json::Arena& arena, ReaderOptions options) : arena_(arena), options_(options) {}

  // Fields in the order of the shape, then unknown ones, then `_private` and `_unread`. Null
  // members and empty texts are absent.
  json::Value read_object(json::Value raw, const Shape& shape, std::string_view path);

  // One value of a described field; nothing, with an issue, when it does not fit. Null is not a
  // value: clearing is the caller's matter.
  std::optional<json::Value> read_value(json::Value raw, const Field& field, std::string_view path);

  struct Item {
    std::string_view id;
    json::Value content;  // canonical, without id and `seq`
  };
  // One item of a collection.
  std::optional<Item> read_item(json::Value raw, const Field& collection, std::string_view path);

  const Report& report() const { return report_; }
  Report& report() { return report_; }
  std::int64_t items_read() const { return items_read_; }

 private:
  class Scope;
  struct Slots;
  // A value, or the reason why there is none.
  struct Read {
    std::optional<json::Value> value;
    std::string fault;
  };

  Read read(json::Value raw, const Field& field);
  Read read_one(json::Value raw, const Field& field);
  Read read_several(json::Value raw, const Field& field);
  Read read_list(json::Value raw, const Field& field);
  Read read_items(json::Value raw, const Field& field);
  Read read_record(json::Value raw, std::int64_t most, int depth);
  std::optional<json::Value> read_record_value(json::Value raw, std::int64_t most, int depth);
  json::Value read_fields(json::Value raw, const Shape& shape);
  void read_member(const json::Member& member, const Shape& shape, Slots& slots);
  void place(const json::Member& member, const Shape& shape, std::size_t index, Slots& slots);
  json::Value assemble(const Shape& shape, const Slots& slots);
  std::string_view new_id(json::Value raw, std::string_view key, const Shape& shape);
  void note(NoteKind kind, std::string message);

  json::Arena& arena_;
  ReaderOptions options_;
  Report report_;
  std::string path_;
  std::map<const Shape*, int> counters_;
  std::int64_t items_read_ = 0;
};

}  // namespace vg::shape
