// A JSON value as a small immutable view into an Arena.
//
// Numbers are exact: whole numbers that fit 64 bits are `integer`; every other number is `decimal`
// and keeps its digits as canonical text, so that nothing is rounded and both hosts write the same
// bytes. Objects keep the order of their members.
#pragma once

#include "json/arena.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vg::json {

enum class Kind : std::uint8_t { null, boolean, integer, decimal, string, array, object };

std::string_view name_of(
    Kind kind);  // `a whole number`, `text`, `a list`: as it stands in an error message

struct Member;

class Value {
 public:
  constexpr Value() : integer_(0) {}
  constexpr Value(bool b) : kind_(Kind::boolean), boolean_(b) {}
  constexpr Value(std::int64_t i) : kind_(Kind::integer), integer_(i) {}
  constexpr Value(int i) : Value(std::int64_t{i}) {}
  constexpr Value(std::string_view text)
      : kind_(Kind::string), size_(static_cast<std::uint32_t>(text.size())), text_(text.data()) {}
  constexpr Value(const char* text) : Value(std::string_view(text)) {}
  constexpr Value(std::span<const Value> items)
      : kind_(Kind::array), size_(static_cast<std::uint32_t>(items.size())), items_(items.data()) {}
  constexpr Value(std::span<const Member> members)
      : kind_(Kind::object),
        size_(static_cast<std::uint32_t>(members.size())),
        members_(members.data()) {}

  // `text` is the canonical form of a number that is not a 64-bit integer; see decimal.hpp.
  static constexpr Value decimal(std::string_view text) {
    Value out(text);
    out.kind_ = Kind::decimal;
    return out;
  }

  constexpr Kind kind() const { return kind_; }
  constexpr bool is(Kind kind) const { return kind_ == kind; }
  constexpr bool is_null() const { return is(Kind::null); }
  constexpr bool is_object() const { return is(Kind::object); }
  constexpr bool is_array() const { return is(Kind::array); }
  constexpr bool is_string() const { return is(Kind::string); }
  constexpr bool is_number() const { return is(Kind::integer) || is(Kind::decimal); }

  // The content, or an empty one when the value is of another kind.
  constexpr bool boolean() const { return is(Kind::boolean) && boolean_; }
  constexpr std::int64_t integer() const { return is(Kind::integer) ? integer_ : 0; }
  constexpr std::string_view text() const {
    return is(Kind::string) || is(Kind::decimal) ? std::string_view(text_, size_)
                                                 : std::string_view();
  }
  std::span<const Value> items() const;
  std::span<const Member> members() const;

  // The member's value, or nullptr: absent is not the same as null.
  const Value* find(std::string_view key) const;
  // The member's value, or null.
  Value get(std::string_view key) const;
  std::string_view get_text(std::string_view key) const { return get(key).text(); }

  // Identity of a value in its tree, for marking what was visited: the address of its place.
  bool operator==(const Value& other) const;  // deep; objects compare without order

 private:
  Kind kind_ = Kind::null;
  std::uint32_t size_ = 0;
  union {
    bool boolean_;
    std::int64_t integer_;
    const char* text_;
    const Value* items_;
    const Member* members_;
  };
};

struct Member {
  std::string_view key;
  Value value;
};

// Whether two keys are equal. Most that are not differ in their length or their first character,
// and to compare the few bytes here is cheaper than a call.
inline bool same_key(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (a[i] != b[i]) return false;
  return true;
}

inline std::span<const Value> Value::items() const {
  return is_array() ? std::span<const Value>(items_, size_) : std::span<const Value>();
}
inline std::span<const Member> Value::members() const {
  return is_object() ? std::span<const Member>(members_, size_) : std::span<const Member>();
}
inline const Value* Value::find(std::string_view key) const {
  for (const Member& member : members())
    if (same_key(member.key, key)) return &member.value;
  return nullptr;
}

// Collects members; keys and texts must live as long as the arena, or be copied into it first.
class ObjectBuilder {
 public:
  explicit ObjectBuilder(Arena& arena) : arena_(&arena) {}
  // A copy has room of its own.
  ObjectBuilder(const ObjectBuilder& other);
  ObjectBuilder& operator=(const ObjectBuilder&) = delete;
  ObjectBuilder(ObjectBuilder&&) = default;
  ObjectBuilder& operator=(ObjectBuilder&&) = default;
  ~ObjectBuilder() = default;

  // Replaces a member of the same key in its place.
  ObjectBuilder& set(std::string_view key, Value value);
  // Adds without looking for the key: for keys that are known to be new.
  ObjectBuilder& add(std::string_view key, Value value) {
    if (size_ == room_.size()) grow();
    room_[size_++] = {key, value};
    return *this;
  }
  // Copies the text into the arena.
  ObjectBuilder& add_copy(std::string_view key, std::string_view text) {
    return add(key, Value(arena_->copy(text)));
  }
  bool empty() const { return size_ == 0; }
  Value* find(std::string_view key);
  void erase(std::string_view key);
  // What was finished stays as it is when more is added.
  Value finish() const { return Value(std::span<const Member>(room_.first(size_))); }

 private:
  void grow();

  Arena* arena_;
  std::span<Member> room_;  // in the arena
  std::size_t size_ = 0;
};

class ArrayBuilder {
 public:
  explicit ArrayBuilder(Arena& arena) : arena_(&arena) {}
  ArrayBuilder(const ArrayBuilder& other);
  ArrayBuilder& operator=(const ArrayBuilder&) = delete;
  ArrayBuilder(ArrayBuilder&&) = default;
  ArrayBuilder& operator=(ArrayBuilder&&) = default;
  ~ArrayBuilder() = default;

  ArrayBuilder& add(Value value) {
    if (size_ == room_.size()) grow();
    room_[size_++] = value;
    return *this;
  }
  ArrayBuilder& add_copy(std::string_view text) { return add(Value(arena_->copy(text))); }
  bool empty() const { return size_ == 0; }
  std::size_t size() const { return size_; }
  // What was finished stays as it is when more is added.
  Value finish() const { return Value(std::span<const Value>(room_.first(size_))); }

 private:
  void grow();

  Arena* arena_;
  std::span<Value> room_;  // in the arena
  std::size_t size_ = 0;
};

// A deep copy whose texts live in `arena`.
Value copy(Arena& arena, Value value);

// RFC 7396, with the member order of SQLite's json_patch: members stay where they are, new ones
// follow in the order of the patch.
Value merge_patch(Arena& arena, Value target, Value patch);

}  // namespace vg::json
