#include "json/value.hpp"

#include <algorithm>
#include <cstdlib>

namespace vg::json {

namespace {

// More room for what a builder collects, with what it has. Most objects and lists fit at once.
template <class T>
std::span<T> larger(Arena& arena, std::span<const T> now) {
  constexpr std::size_t kUsual = 12;
  const std::span<T> out = arena.array<T>(std::max(kUsual, 2 * now.size()));
  std::ranges::copy(now, out.begin());
  return out;
}

}  // namespace

std::string_view name_of(Kind kind) {
  switch (kind) {
    case Kind::null: return "null";
    case Kind::boolean: return "true or false";
    case Kind::integer: return "a whole number";
    case Kind::decimal: return "a number";
    case Kind::string: return "text";
    case Kind::array: return "a list";
    case Kind::object: return "an object";
  }
  std::abort();
}

Value Value::get(std::string_view key) const {
  const Value* found = find(key);
  return found ? *found : Value();
}

bool Value::operator==(const Value& other) const {
  if (kind_ != other.kind_) return false;
  switch (kind_) {
    case Kind::null: return true;
    case Kind::boolean: return boolean_ == other.boolean_;
    case Kind::integer: return integer_ == other.integer_;
    case Kind::decimal:
    case Kind::string: return text() == other.text();
    case Kind::array: return std::ranges::equal(items(), other.items());
    case Kind::object:
      return size_ == other.size_ && std::ranges::all_of(members(), [&](const Member& member) {
               const Value* found = other.find(member.key);
               return found && *found == member.value;
             });
  }
  std::abort();
}

ObjectBuilder& ObjectBuilder::set(std::string_view key, Value value) {
  if (Value* found = find(key)) {
    *found = value;
    return *this;
  }
  return add(key, value);
}

Value* ObjectBuilder::find(std::string_view key) {
  for (Member& member : room_.first(size_))
    if (same_key(member.key, key)) return &member.value;
  return nullptr;
}

void ObjectBuilder::erase(std::string_view key) {
  const auto left = std::ranges::remove_if(room_.first(size_),
                                           [&](const Member& member) { return member.key == key; });
  size_ -= left.size();
}

ObjectBuilder::ObjectBuilder(const ObjectBuilder& other)
    : arena_(other.arena_), room_(larger<Member>(*arena_, other.room_)), size_(other.size_) {}

ArrayBuilder::ArrayBuilder(const ArrayBuilder& other)
    : arena_(other.arena_), room_(larger<Value>(*arena_, other.room_)), size_(other.size_) {}

void ObjectBuilder::grow() {
  room_ = larger<Member>(*arena_, room_);
}

void ArrayBuilder::grow() {
  room_ = larger<Value>(*arena_, room_);
}

Value copy(Arena& arena, Value value) {
  switch (value.kind()) {
    case Kind::string: return Value(arena.copy(value.text()));
    case Kind::decimal: return Value::decimal(arena.copy(value.text()));
    case Kind::array: {
      const std::span<Value> out = arena.array<Value>(value.items().size());
      std::size_t i = 0;
      for (const Value& item : value.items()) out[i++] = copy(arena, item);
      return Value(std::span<const Value>(out));
    }
    case Kind::object: {
      const std::span<Member> out = arena.array<Member>(value.members().size());
      std::size_t i = 0;
      for (const Member& member : value.members())
        out[i++] = {arena.copy(member.key), copy(arena, member.value)};
      return Value(std::span<const Member>(out));
    }
    default: return value;
  }
}

Value merge_patch(Arena& arena, Value target, Value patch) {
  if (!patch.is_object()) return patch;
  ObjectBuilder out(arena);
  for (const Member& member : target.members()) {
    const Value* change = patch.find(member.key);
    if (!change) {
      out.add(member.key, member.value);
    } else if (!change->is_null()) {
      out.add(member.key, merge_patch(arena, member.value, *change));
    }
  }
  for (const Member& member : patch.members())
    if (!member.value.is_null() && !target.find(member.key))
      out.add(member.key, merge_patch(arena, Value(), member.value));
  return out.finish();
}

}  // namespace vg::json
