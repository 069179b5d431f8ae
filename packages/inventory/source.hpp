// One file as the scanners see it, and which files they look at.
#pragma once

#include "inventory/script.hpp"
#include "outline/node.hpp"

#include <optional>

namespace vg::inventory {

enum class Format : std::uint8_t { other, script, json, yaml, toml, sql, environment, markdown };

// By name alone.
Format format_of(std::string_view path);
// A configuration file that some scanner reads as nodes.
bool is_document(std::string_view path);

// Folders that hold what others wrote or a tool made: node_modules, .git, dist …
bool is_vendored_folder(std::string_view name);
// Pictures, archives, fonts: not opened at all.
bool is_binary_name(std::string_view path);
bool has_binary_start(std::string_view text);
// Lines that no person writes.
bool is_minified(std::string_view path, std::string_view text);

inline constexpr std::size_t kLargestFile = 2'000'000;

std::string_view file_name(std::string_view path);
std::string_view folder_of(std::string_view path);  // empty at the top

// Views; what they see must outlive it.
struct Source {
  std::string_view path, text;
  Format format = Format::other;
  const outline::Node* document = nullptr;  // of a document that could be read
  const Script* script = nullptr;           // of a script

  int line_at(std::size_t offset) const;
};

}  // namespace vg::inventory
