// Memory for JSON trees: taken from large blocks, given back all at once.
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

namespace vg::json {

// Every Value, member list and string made from an arena lives exactly as long as the arena. Not
// for types with destructors.
class Arena {
 public:
  explicit Arena(std::size_t first_block = 16 * 1024) : next_block_(first_block) {}
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

  template <class T>
  std::span<T> array(std::size_t count) {
    static_assert(std::is_trivially_copyable_v<T>);
    if (count == 0) return {};
    return {static_cast<T*>(take(count * sizeof(T), alignof(T))), count};
  }

  std::string_view copy(std::string_view text) {
    if (text.empty()) return {};
    auto* to = static_cast<char*>(take(text.size(), 1));
    std::memcpy(to, text.data(), text.size());
    return {to, text.size()};
  }

 private:
  void* take(std::size_t bytes, std::size_t alignment) {
    const std::size_t start = (used_ + alignment - 1) & ~(alignment - 1);
    if (start + bytes > size_) return take_from_new_block(bytes);
    used_ = start + bytes;
    return block_ + start;
  }

  void* take_from_new_block(std::size_t bytes) {
    size_ = next_block_ > bytes ? next_block_ : bytes;
    next_block_ = size_ * 2 < kMaxBlock ? size_ * 2 : kMaxBlock;
    blocks_.push_back(std::unique_ptr<std::byte[]>(new std::byte[size_]));
    block_ = blocks_.back().get();
    used_ = bytes;
    return block_;
  }

  static constexpr std::size_t kMaxBlock = 1024 * 1024;
  std::vector<std::unique_ptr<std::byte[]>> blocks_;
  std::byte* block_ = nullptr;  // the last one
  std::size_t size_ = 0;
  std::size_t used_ = 0;
  std::size_t next_block_;
};

}  // namespace vg::json
