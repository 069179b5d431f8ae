// The writes that these tests send, what each makes of a trip, and what was seen of them: a model
// of the store in memory, of which the database has to be an image at every version.
#pragma once

#include "tests/faults/caller.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace vg::faults {

enum class WriteKind { create, edit, options, restore };

struct Write {
  WriteKind kind = WriteKind::edit;
  std::size_t trip = 0;      // number of the trip
  std::string word = {};     // of no other write: title, and name of what is added
  std::size_t bytes = 0;     // of a text that comes along
  std::int64_t version = 0;  // that is restored
};

// Seven letters; no number has the word of another one.
std::string word_for(std::uint64_t number);

// `trip_id` is not used by a creation.
Request request_of(const Write& write, const std::string& trip_id);

// A trip at one version, as far as these writes go. An edit sets title and tagline and adds a stay:
// a part of it alone is no content that the model knows.
struct Content {
  std::string title;
  std::string tagline;
  std::map<std::string, std::size_t> stays;  // name -> size of its notes

  bool operator==(const Content&) const = default;
};
std::string to_words(const Content& content);
// Of a stored document. Errors: when it is no JSON.
Result<Content> read_content(std::string_view document);

inline constexpr std::int64_t kOffersPerWrite = 2;

// What a write makes of a trip with these versions, the first one first; an unknown version
// restored is an empty content.
Content content_after(const Write& write, std::span<const Content> versions);

}  // namespace vg::faults
