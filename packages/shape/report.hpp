// What reading a document did beside taking values over: nothing vanishes or changes without a
// note.
#pragma once

#include "base/error.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace vg::shape {

enum class NoteKind {
  renamed,    // an older spelling of a field
  converted,  // a value in another form: `3` as text, one text for a list, an object for a list
  cleaned,    // control characters were removed
  moved,      // a private value that stood among public ones
  unknown,    // a field that nobody described: kept, advisor only
  unread      // a value that does not fit its field: kept aside, advisor only
};

std::string_view name_of(NoteKind kind);

struct Note {
  NoteKind kind = NoteKind::unknown;
  std::string path;     // where it stood in the document as it was given
  std::string message;  // never the value of a private field

  bool operator==(const Note&) const = default;
};

struct Report {
  std::vector<Note> notes;
  std::vector<Issue> issues;  // values that do not fit; empty when unreadable values are kept aside
};

}  // namespace vg::shape
