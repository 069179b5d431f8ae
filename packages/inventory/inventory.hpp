// The inventory of a tree: what the scanners found in its files, put together.
#pragma once

#include "inventory/scan.hpp"

#include <array>

namespace vg::inventory {

// What was looked at, and what was not and why.
struct Counts {
  std::int64_t files = 0;  // all that were met, vendored folders excepted
  std::int64_t read = 0;
  std::int64_t bytes = 0;  // of those that were read
  std::int64_t vendored_folders = 0;
  std::int64_t binary = 0, minified = 0, too_large = 0;
  std::int64_t links = 0;    // symbolic ones are not followed
  std::int64_t special = 0;  // pipes, sockets, devices
  std::int64_t unreadable = 0;

  void add(const Counts& other);
};

struct CountRow {
  std::string_view name;
  std::int64_t Counts::* member;
};
std::span<const CountRow> count_rows();

struct Inventory {
  std::vector<std::string> roots;
  Counts counts;
  std::vector<Fact> facts;  // sorted, each of its kind

  std::span<const Fact> of(Kind kind) const;
};

// Gives each fact the service that its file belongs to, joins what several files say, sorts.
Inventory put_together(std::vector<std::string> roots, Counts counts, std::vector<Scan> scans);

}  // namespace vg::inventory
