// Any bytes as JSON: what is read is written, and what was written is read as the same value and
// written as the same bytes.
#include "base/text.hpp"
#include "json/parse.hpp"
#include "json/write.hpp"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace vg;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  json::Arena arena;
  const auto value = json::parse(arena, text);
  if (!value) {
    VG_ASSERT(is_utf8(value.error().message));
    return 0;
  }
  const std::string written = json::write(*value);
  const auto again = json::parse(arena, written);
  VG_ASSERT(again.has_value());
  VG_ASSERT(*again == *value);
  VG_ASSERT(json::write(*again) == written);
  VG_ASSERT(is_utf8(written));
  const std::string pretty = json::write_pretty(*value);
  const auto third = json::parse(arena, pretty);
  VG_ASSERT(third.has_value() && *third == *value);
  const std::string sorted = json::write_sorted(*value);
  const auto fourth = json::parse(arena, sorted);
  VG_ASSERT(fourth.has_value() && json::write_sorted(*fourth) == sorted);
  VG_ASSERT(json::copy(arena, *value) == *value);
  return 0;
}
