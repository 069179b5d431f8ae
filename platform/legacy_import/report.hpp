// What an import found and did, for a program and for a reader.
#pragma once

#include "base/result.hpp"
#include "platform/legacy_import/import.hpp"

#include <ostream>
#include <string>
#include <string_view>

namespace vg::legacy_import {

struct ReportHead {
  std::string file;  // its name without the folder
  std::string source;
  bool dry_run = false;
  std::string at;  // when the import ended
};

// Every class with its meaning and the ids of its rows; no private value, but for the addresses of
// references that lead nowhere.
void write_json_report(std::ostream& out, const ReportHead& head, const Outcome& outcome);
void write_page(std::ostream& out, const ReportHead& head, const Outcome& outcome);

// A sentence for a person; empty when nothing differs.
std::string words_on_differing(const Written& written);

// What a class of dirt means and what the import does about it; empty for an unknown one.
std::string_view meaning_of(std::string_view kind);

}  // namespace vg::legacy_import
