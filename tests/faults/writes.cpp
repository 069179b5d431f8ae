#include "tests/faults/writes.hpp"

#include "json/parse.hpp"

namespace vg::faults {
namespace {

constexpr std::size_t kWordLetters = 7;

std::string quoted(std::string_view text) {
  return "\"" + std::string(text) + "\"";
}

std::string stay(const Write& write) {
  return R"({"id":"h-)" + write.word + R"(","name":)" + quoted(write.word) + R"(,"notes":)" +
         quoted(std::string(write.bytes, 'x')) + "}";
}

std::string operations(const Write& write) {
  return R"([{"op":"set","path":"meta/title","value":)" + quoted(write.word) +
         R"(},{"op":"add","path":"lodging","value":)" + stay(write) +
         R"(},{"op":"set","path":"meta/tagline","value":)" + quoted(write.word) + "}]";
}

}  // namespace

std::string word_for(std::uint64_t number) {
  std::string word(kWordLetters, 'a');
  for (auto letter = word.rbegin(); letter != word.rend(); ++letter, number /= 26)
    *letter = static_cast<char>('a' + number % 26);
  return word;
}

Request request_of(const Write& write, const std::string& trip_id) {
  const std::string trip = R"({"trip_id":)" + quoted(trip_id);
  switch (write.kind) {
    case WriteKind::create:
      return {"create_trip", R"({"title":)" + quoted(write.word) +
                                 R"(,"currency":"EUR","client":{"name":)" + quoted(write.word) +
                                 R"(,"email":)" + quoted(write.word + "@example.com") +
                                 R"(},"document":{"lodging":[)" + stay(write) + "]}}"};
    case WriteKind::edit:
      return {"edit_trip", trip + R"(,"operations":)" + operations(write) + "}"};
    case WriteKind::options:
      return {"add_options", trip + R"(,"options":[{"name":)" + quoted(write.word + " one") +
                                 R"(,"price":"100 EUR"},{"name":)" + quoted(write.word + " two") +
                                 R"(,"price":"200 EUR"}]})"};
    case WriteKind::restore:
      return {"restore_trip", trip + R"(,"version":)" + std::to_string(write.version) + "}"};
  }
  return {};
}

std::string to_words(const Content& content) {
  std::string out = "title " + content.title + ", tagline " + content.tagline + ", stays";
  for (const auto& [name, bytes] : content.stays) out += " " + name + ":" + std::to_string(bytes);
  return out;
}

Result<Content> read_content(std::string_view document) {
  json::Arena arena;
  VG_TRY(const json::Value value, json::parse(arena, document));
  Content out{.title = std::string(value.get("meta").get_text("title")),
              .tagline = std::string(value.get("meta").get_text("tagline")),
              .stays = {}};
  for (const json::Member& member : value.get("lodging").members())
    out.stays[std::string(member.value.get_text("name"))] = member.value.get_text("notes").size();
  return out;
}

Content content_after(const Write& write, std::span<const Content> versions) {
  Content out = versions.empty() ? Content() : versions.back();
  switch (write.kind) {
    case WriteKind::create: return {write.word, "", {{write.word, write.bytes}}};
    case WriteKind::edit:
      out.title = out.tagline = write.word;
      out.stays[write.word] = write.bytes;
      return out;
    case WriteKind::options: return out;
    case WriteKind::restore: {
      const auto version = static_cast<std::size_t>(write.version);
      return version <= versions.size() ? versions[version - 1] : Content();
    }
  }
  return out;
}

}  // namespace vg::faults
