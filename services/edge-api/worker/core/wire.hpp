// Writes and reads the frames of frames.hpp and site_frames.hpp: words, and cells that fill whole
// words.
#pragma once

#include "base/result.hpp"
#include "store/batch.hpp"

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

namespace vg::worker {

static_assert(std::endian::native == std::endian::little);

enum class Frame : std::uint32_t { response = 0, batch = 1, change = 2, call = 3, verdict = 4 };
enum class CellKind : std::uint32_t { null = 0, number = 1, text = 2 };
inline constexpr std::size_t kWord = sizeof(std::uint32_t);

class Writer {
 public:
  Writer& word(std::uint32_t value) {
    append(&value, sizeof value);
    return *this;
  }
  Writer& word(Frame value) { return word(static_cast<std::uint32_t>(value)); }
  Writer& word(CellKind value) { return word(static_cast<std::uint32_t>(value)); }
  Writer& number(std::int64_t value) {
    const auto real = static_cast<double>(value);
    word(CellKind::number);
    append(&real, sizeof real);
    return *this;
  }
  Writer& text(std::string_view value) {
    word(CellKind::text).word(static_cast<std::uint32_t>(value.size()));
    append(value.data(), value.size());
    out_.resize((out_.size() + kWord - 1) / kWord * kWord);
    return *this;
  }
  Writer& null() { return word(CellKind::null); }
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

// The first of the lines, which is taken away.
inline std::string_view take_line(std::string_view& lines) {
  const std::string_view line = lines.substr(0, lines.find('\n'));
  lines.remove_prefix(line.size() == lines.size() ? line.size() : line.size() + 1);
  return line;
}

}  // namespace vg::worker
