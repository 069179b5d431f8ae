#include "shape/show.hpp"

#include "base/result.hpp"

#include <algorithm>
#include <array>

namespace vg::shape {

using json::Member;
using json::Value;

namespace {

bool visible(const Field& field, Audience audience) {
  switch (audience) {
    case Audience::client:
      return field.visibility == Visibility::client && !field.locator && field.kind != Kind::secret;
    case Audience::advisor: return field.visibility != Visibility::secret;
    case Audience::owner: return true;
  }
  std::abort();
}

bool is_in_order(const std::vector<Entry>& entries) {
  std::int64_t last = INT64_MIN;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const std::int64_t seq = entries[i].item.get(kSeq).integer();
    if (seq < last || (i > 0 && seq == last && entries[i].id < entries[i - 1].id)) return false;
    last = seq;
  }
  return true;
}

Value show_record(json::Arena& arena, Value record, Audience audience) {
  json::ObjectBuilder out(arena);
  for (const Member& member : record.members()) {
    if (member.key.starts_with('_') && audience != Audience::owner) continue;
    if (audience == Audience::client && is_private_name(member.key)) continue;
    out.add(member.key,
            member.value.is_object() ? show_record(arena, member.value, audience) : member.value);
  }
  return out.finish();
}

Value show_value(json::Arena& arena, Value value, const Field& field, Audience audience) {
  switch (field.kind) {
    case Kind::object: return show(arena, value, *field.shape, audience);
    case Kind::record: return show_record(arena, value, audience);
    case Kind::list: {
      json::ArrayBuilder out(arena);
      for (const Value& entry : value.items()) out.add(show(arena, entry, *field.shape, audience));
      return out.finish();
    }
    case Kind::items: {
      json::ArrayBuilder out(arena);
      for (const Entry& entry : in_order(value)) {
        const Value shown = show(arena, entry.item, *field.shape, audience);
        json::ObjectBuilder item(arena);
        if (audience != Audience::client) item.add(kId, Value(entry.id));
        for (const Member& member : shown.members()) item.add(member.key, member.value);
        out.add(item.finish());
      }
      return out.finish();
    }
    default: return value;
  }
}

}  // namespace

Value show(json::Arena& arena, Value stored, const Shape& shape, Audience audience) {
  json::ObjectBuilder out(arena);
  std::array<const Value*, kMaxFields> found{};
  VG_ASSERT(shape.fields.size() <= found.size());
  std::size_t known = 0;
  const Field* last = nullptr;
  for (const Member& member : stored.members()) {
    const Field* field = member.key == kSeq ? nullptr : shape.find(member.key, last);
    if (field != nullptr)
      found[static_cast<std::size_t>(field - shape.fields.data())] = &member.value;
    if (field != nullptr || member.key == kSeq) ++known;
    if (field != nullptr) last = field;
  }
  for (std::size_t i = 0; i < shape.fields.size(); ++i) {
    const Field& field = shape.fields[i];
    if (found[i] != nullptr && visible(field, audience))
      out.add(field.name, show_value(arena, *found[i], field, audience));
  }
  if (audience == Audience::client || known == stored.members().size()) return out.finish();
  std::vector<Member> unknown;
  for (const Member& member : stored.members())
    if (shape.find(member.key) == nullptr && member.key != kSeq && member.key != kPrivate &&
        member.key != kUnread)
      unknown.push_back(member);
  std::sort(unknown.begin(), unknown.end(),
            [](const Member& a, const Member& b) { return a.key < b.key; });
  for (const Member& member : unknown) out.add(member.key, member.value);
  if (const Value* unread = stored.find(kUnread)) out.add(kUnread, *unread);
  if (const Value* secrets = stored.find(kPrivate); secrets && audience == Audience::owner)
    out.add(kPrivate, *secrets);
  return out.finish();
}

std::vector<Entry> in_order(std::vector<Entry> entries) {
  // Most collections are stored in their order.
  if (is_in_order(entries)) return entries;
  struct Keyed {
    std::int64_t seq;
    Entry entry;
    bool operator<(const Keyed& other) const {
      return seq != other.seq ? seq < other.seq : entry.id < other.entry.id;
    }
  };
  std::vector<Keyed> keyed;
  keyed.reserve(entries.size());
  for (const Entry& entry : entries) keyed.push_back({entry.item.get(kSeq).integer(), entry});
  std::sort(keyed.begin(), keyed.end());
  for (std::size_t i = 0; i < keyed.size(); ++i) entries[i] = keyed[i].entry;
  return entries;
}

std::vector<Entry> in_order(Value collection) {
  std::vector<Entry> out;
  out.reserve(collection.members().size());
  for (const Member& member : collection.members()) out.push_back({member.key, member.value});
  return in_order(std::move(out));
}

}  // namespace vg::shape
