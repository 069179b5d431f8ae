#include "json/pairs.hpp"

#include <algorithm>

namespace vg::json {
namespace {

std::string_view key_of(const Member* member) {
  return member->key;
}

class Index {
 public:
  explicit Index(Value object) {
    members_.reserve(object.members().size());
    for (const Member& member : object.members()) members_.push_back(&member);
    std::ranges::sort(members_, {}, key_of);
  }

  const Value* find(std::string_view key) const {
    const auto found = std::ranges::lower_bound(members_, key, {}, key_of);
    return found != members_.end() && (*found)->key == key ? &(*found)->value : nullptr;
  }

 private:
  std::vector<const Member*> members_;
};

}  // namespace

std::vector<Pair> pairs(Value before, Value after) {
  std::vector<Pair> out;
  out.reserve(after.members().size());
  const Index old(before);
  for (const Member& member : after.members())
    out.push_back({member.key, old.find(member.key), &member.value});
  const Index now(after);
  for (const Member& member : before.members())
    if (now.find(member.key) == nullptr) out.push_back({member.key, &member.value, nullptr});
  return out;
}

}  // namespace vg::json
