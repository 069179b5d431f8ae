// What the requests mean for a document, told without patches: operations change a copy one after
// the other, a new version is a whole document.
#pragma once

#include "tests/model/tree.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vg::model {

// Names of members from the root of a stored document.
using Path = std::vector<std::string>;

struct Edited {
  bool understood = true;  // false: the edit is refused whatever the trip is
  Tree document = {};
  bool misses = false;   // an item that it names is not there
  bool clashes = false;  // an item that it adds is there
};

// `added` are the ids that the product gave to items without one, in the order of the operations.
Edited edit_document(const Tree& document, const List& operations, std::int64_t now_ms,
                     const std::vector<std::string>& added);

// Of the arguments of create_trip; nothing when they are refused.
std::optional<Tree> new_document(const Tree& arguments);
Tree copied_document(const Tree& source, const Tree& arguments);

// As read_trip shows it to its owner: collections as lists, activities inside their days.
Tree shown_document(const Tree& stored);

bool has_place(const Tree& document, const Path& path);

}  // namespace vg::model
