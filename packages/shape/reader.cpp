#include "shape/reader.hpp"

#include "base/text.hpp"
#include "shape/scalars.hpp"

#include <algorithm>

namespace vg::shape {

using json::Member;
using json::Value;

// Adds one step to the path for as long as it lives.
class Reader::Scope {
 public:
  Scope(std::string& path, std::string_view step) : path_(path), size_(path.size()) {
    path_ += '/';
    path_ += one_line(step, 60);
  }
  Scope(const Scope&) = delete;
  Scope& operator=(const Scope&) = delete;
  ~Scope() { path_.resize(size_); }

 private:
  std::string& path_;
  std::size_t size_;
};

// The members of an object on their way into the order of its shape.
struct Reader::Slots {
  std::vector<std::optional<Value>> fields;
  std::vector<Member> unknown;
  std::vector<Member> secrets;
  std::vector<Member> unread;
};

namespace {

constexpr int kRecordDepth = 3;

// Whether an object that stands where a list is expected is one entry, and not a map of entries.
bool is_one_entry(Value raw, const Shape& shape) {
  return std::ranges::any_of(raw.members(), [&](const Member& member) {
    return match_field(shape, member.key).field != nullptr || member.key == kId;
  });
}

bool can_be_entry(Value raw, const Shape& shape) {
  return raw.is_object() || (raw.is_string() && !shape.bare.empty());
}

std::string expected_entry(const Shape& shape) {
  return "an object is expected for a " + std::string(shape.name);
}

}  // namespace

std::string_view name_of(NoteKind kind) {
  switch (kind) {
    case NoteKind::renamed: return "renamed";
    case NoteKind::converted: return "converted";
    case NoteKind::cleaned: return "cleaned";
    case NoteKind::moved: return "moved";
    case NoteKind::unknown: return "unknown";
    case NoteKind::unread: return "unread";
  }
  std::abort();
}

void Reader::note(NoteKind kind, std::string message) {
  report_.notes.push_back({kind, path_, std::move(message)});
}

Value Reader::read_object(Value raw, const Shape& shape, std::string_view path) {
  path_ = path;
  return read_fields(raw, shape);
}

std::optional<Value> Reader::read_value(Value raw, const Field& field, std::string_view path) {
  path_ = path;
  Read result = read(raw, field);
  if (!result.value) report_.issues.push_back({path_, result.fault});
  return result.value;
}

std::optional<Reader::Item> Reader::read_item(Value raw, const Field& collection,
                                              std::string_view path) {
  path_ = path;
  const Shape& shape = *collection.shape;
  if (!can_be_entry(raw, shape)) {
    report_.issues.push_back({path_, expected_entry(shape)});
    return std::nullopt;
  }
  ++items_read_;
  return Item{new_id(raw, {}, shape), read_fields(raw, shape)};
}

Value Reader::read_fields(Value raw, const Shape& shape) {
  Slots slots;
  slots.fields.resize(shape.fields.size());
  const std::optional<Currency> outer = options_.currency;
  if (raw.is_string()) {
    note(NoteKind::converted, "a bare text was read as `" + std::string(shape.bare) + "`");
    read_member({shape.bare, raw}, shape, slots);
  }
  if (const auto own = Currency::from_code(raw.get_text("currency"))) options_.currency = own;
  const bool is_item = !shape.id_prefix.empty();
  for (const Member& member : raw.members()) {
    if (is_item && (member.key == kId || member.key == kSeq)) continue;
    const bool empty =
        member.value.is_null() || (member.value.is_string() && member.value.text().empty());
    if (!empty) read_member(member, shape, slots);
  }
  options_.currency = outer;
  return assemble(shape, slots);
}

void Reader::read_member(const Member& member, const Shape& shape, Slots& slots) {
  const Scope scope(path_, member.key);
  if (member.key == kPrivate || member.key == kUnread) {
    auto& to = member.key == kPrivate ? slots.secrets : slots.unread;
    if (!member.value.is_object()) to.push_back(member);
    to.insert(to.end(), member.value.members().begin(), member.value.members().end());
    return;
  }
  const Match match = match_field(shape, member.key);
  if (match.field == nullptr && is_private_name(member.key)) {
    note(NoteKind::moved, "private wherever it stands; moved to `_private`");
    slots.secrets.push_back(member);
    return;
  }
  if (match.field == nullptr) {
    note(NoteKind::unknown,
         "not a field of " + std::string(shape.name) + "; kept for the advisor only");
    slots.unknown.push_back(member);
    return;
  }
  const auto index = static_cast<std::size_t>(match.field - shape.fields.data());
  if (slots.fields[index]) {
    note(NoteKind::unknown, "a second spelling of `" + std::string(match.field->name) +
                                "`; kept for the advisor only");
    slots.unknown.push_back(member);
    return;
  }
  if (!match.exact) note(NoteKind::renamed, "read as `" + std::string(match.field->name) + "`");
  place(member, shape, index, slots);
}

void Reader::place(const Member& member, const Shape& shape, std::size_t index, Slots& slots) {
  const Field& field = shape.fields[index];
  Read result = read(member.value, field);
  if (result.value) {
    slots.fields[index] = result.value;
    return;
  }
  if (const Field* overflow = field.overflow.empty() ? nullptr : shape.find(field.overflow)) {
    const auto other = static_cast<std::size_t>(overflow - shape.fields.data());
    const Scalar text = read_scalar(arena_, member.value, *overflow, {});
    if (text.value && !slots.fields[other]) {
      note(NoteKind::converted, "text was kept as `" + std::string(overflow->name) + "`");
      slots.fields[other] = text.value;
      return;
    }
  }
  if (!options_.keep_unreadable) {
    report_.issues.push_back({path_, std::move(result.fault)});
    return;
  }
  note(NoteKind::unread, result.fault + "; kept aside for the advisor only");
  slots.unread.push_back({field.name, member.value});
}

Value Reader::assemble(const Shape& shape, const Slots& slots) {
  json::ObjectBuilder out(arena_);
  for (std::size_t i = 0; i < slots.fields.size(); ++i)
    if (slots.fields[i]) out.add(shape.fields[i].name, *slots.fields[i]);
  for (const Member& member : slots.unknown) out.set(member.key, member.value);
  for (const auto* group : {&slots.secrets, &slots.unread}) {
    if (group->empty()) continue;
    json::ObjectBuilder inner(arena_);
    for (const Member& member : *group) inner.set(member.key, member.value);
    out.set(group == &slots.secrets ? kPrivate : kUnread, inner.finish());
  }
  return out.finish();
}

Reader::Read Reader::read(Value raw, const Field& field) {
  switch (field.kind) {
    case Kind::labels:
    case Kind::choices:
    case Kind::refs: return read_several(raw, field);
    case Kind::list: return read_list(raw, field);
    case Kind::items: return read_items(raw, field);
    case Kind::record: return read_record(raw, field.most, kRecordDepth);
    case Kind::object:
      if (!can_be_entry(raw, *field.shape)) return {{}, expected_entry(*field.shape)};
      return {read_fields(raw, *field.shape), {}};
    case Kind::secret:
    case Kind::records:
    case Kind::any: return {raw, {}};
    default: return read_one(raw, field);
  }
}

Reader::Read Reader::read_one(Value raw, const Field& field) {
  Scalar scalar = read_scalar(arena_, raw, field, options_.currency);
  if (!scalar.converted.empty()) note(NoteKind::converted, std::string(scalar.converted));
  if (scalar.cleaned) note(NoteKind::cleaned, "control characters were removed");
  return {scalar.value, std::move(scalar.fault)};
}

// A list of scalars; a single scalar stands for a list of one.
Reader::Read Reader::read_several(Value raw, const Field& field) {
  json::ArrayBuilder out(arena_);
  if (raw.is_object()) return {{}, "a list is expected, not an object"};
  if (!raw.is_array()) {
    note(NoteKind::converted, "one value was read as a list");
    Read one = read_one(raw, field);
    if (one.value) one.value = out.add(*one.value).finish();
    return one;
  }
  if (std::ssize(raw.items()) > field.most)
    return {{}, "more than " + std::to_string(field.most) + " entries"};
  Field entry = field;
  if (field.kind == Kind::labels) entry.most = kTextMax;
  for (std::size_t i = 0; i < raw.items().size(); ++i) {
    const Scope scope(path_, std::to_string(i));
    Read one = read_one(raw.items()[i], entry);
    if (!one.value) return {{}, "entry " + std::to_string(i) + ": " + one.fault};
    out.add(*one.value);
  }
  return {out.finish(), {}};
}

Reader::Read Reader::read_list(Value raw, const Field& field) {
  const Shape& shape = *field.shape;
  json::ArrayBuilder out(arena_);
  if (!raw.is_array()) {
    if (!can_be_entry(raw, shape)) return {{}, "a list is expected"};
    note(NoteKind::converted, "one object was read as a list");
    return {out.add(read_fields(raw, shape)).finish(), {}};
  }
  if (std::ssize(raw.items()) > field.most)
    return {{}, "more than " + std::to_string(field.most) + " entries"};
  for (std::size_t i = 0; i < raw.items().size(); ++i) {
    const Scope scope(path_, std::to_string(i));
    if (!can_be_entry(raw.items()[i], shape))
      return {{}, "entry " + std::to_string(i) + ": " + expected_entry(shape)};
    out.add(read_fields(raw.items()[i], shape));
  }
  return {out.finish(), {}};
}

Reader::Read Reader::read_items(Value raw, const Field& field) {
  const Shape& shape = *field.shape;
  std::vector<Member> entries;
  if (raw.is_array()) {
    for (const Value& item : raw.items()) entries.push_back({{}, item});
  } else if (raw.is_object() && !raw.members().empty() && !is_one_entry(raw, shape)) {
    note(NoteKind::converted, "an object was read as a list; its keys became ids");
    entries.assign(raw.members().begin(), raw.members().end());
  } else if (can_be_entry(raw, shape)) {
    note(NoteKind::converted, "one object was read as a list");
    entries.push_back({{}, raw});
  } else {
    return {{}, "a list is expected"};
  }
  if (std::ssize(entries) > field.most)
    return {{}, "more than " + std::to_string(field.most) + " entries"};
  json::ObjectBuilder out(arena_);
  std::int64_t seq = 0;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const Scope scope(path_,
                      entries[i].key.empty() ? std::to_string(i) : std::string(entries[i].key));
    if (entries[i].value.is_null()) continue;
    if (!can_be_entry(entries[i].value, shape))
      return {{}, "entry " + std::to_string(i) + ": " + expected_entry(shape)};
    ++items_read_;
    std::string_view id = new_id(entries[i].value, entries[i].key, shape);
    for (int n = 2; out.find(id) != nullptr; ++n)
      id = arena_.copy(std::string(id) + "-" + std::to_string(n));
    const Value content = read_fields(entries[i].value, shape);
    json::ObjectBuilder item(arena_);
    item.add(kSeq, Value(seq += 1000));
    for (const Member& member : content.members()) item.add(member.key, member.value);
    out.add(id, item.finish());
  }
  return {out.finish(), {}};
}

std::string_view Reader::new_id(Value raw, std::string_view key, const Shape& shape) {
  const Value given = raw.get(kId);
  std::string wanted(given.is_string() ? given.text() : key);
  if (given.is(json::Kind::integer))
    wanted = std::string(shape.id_prefix) + "-" + std::to_string(given.integer());
  const std::string id = to_item_id(wanted);
  if (!id.empty()) {
    if (id != wanted) note(NoteKind::converted, "the id was simplified to `" + id + "`");
    return arena_.copy(id);
  }
  const std::string suffix =
      options_.ids ? options_.ids->random(7) : std::to_string(++counters_[&shape]);
  return arena_.copy(std::string(shape.id_prefix) + "-" + suffix);
}

Reader::Read Reader::read_record(Value raw, std::int64_t most, int depth) {
  if (!raw.is_object()) return {{}, "an object is expected"};
  if (std::ssize(raw.members()) > most)
    return {{}, "more than " + std::to_string(most) + " entries"};
  json::ObjectBuilder out(arena_);
  json::ObjectBuilder secrets(arena_);
  for (const Member& member : raw.members()) {
    const Scope scope(path_, member.key);
    if (member.value.is_null()) continue;
    if (member.key == kPrivate || is_private_name(member.key)) {
      secrets.set(member.key, member.value);
      continue;
    }
    const auto value = read_record_value(member.value, most, depth);
    if (!value)
      return {{},
              "'" + one_line(member.key, 60) +
                  "': text, a number, a flag or a list of them is expected"};
    out.add(member.key, *value);
  }
  if (!secrets.empty()) out.set(kPrivate, secrets.finish());
  return {out.finish(), {}};
}

std::optional<Value> Reader::read_record_value(Value raw, std::int64_t most, int depth) {
  static constexpr Field kText = make_field("", Kind::text, client, {}, kTextMax);
  if (raw.is_string()) return read_one(raw, kText).value;
  if (raw.is_number() || raw.is(json::Kind::boolean)) return raw;
  if (depth == 0) return std::nullopt;
  if (raw.is_object()) return read_record(raw, most, depth - 1).value;
  if (!raw.is_array() || std::ssize(raw.items()) > most) return std::nullopt;
  json::ArrayBuilder out(arena_);
  for (const Value& item : raw.items()) {
    const auto value = read_record_value(item, most, depth - 1);
    if (!value) return std::nullopt;
    out.add(*value);
  }
  return out.finish();
}

}  // namespace vg::shape
