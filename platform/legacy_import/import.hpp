// Reads a dump twice. The first pass checks every byte of it and learns what belongs to what; when
// the dump is refused, no database was touched. The second pass maps and hands over.
//
// Memory: chunks of 256 kB, the largest row, one slice of the target, and what the spill caches.
#pragma once

#include "base/result.hpp"
#include "legacy/dump_reader.hpp"
#include "legacy/findings.hpp"
#include "platform/legacy_import/target.hpp"

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace vg::legacy_import {

struct Request {
  std::string file;
  std::string source;  // name of the system; part of every identity
  std::string
      spill;  // a path that may be made and removed; empty for the folder of temporary files
  std::string as_of;  // the day of the dump, YYYY-MM-DD
};

struct TableStats {
  std::string name;
  legacy::TableKind kind = legacy::TableKind::unknown;
  std::int64_t rows = 0, text_cells = 0, text_bytes = 0, null_cells = 0;
};

// Hears how far it is.
class Progress {
 public:
  Progress() = default;
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  virtual ~Progress() = default;
  virtual void at(int pass, std::int64_t bytes, std::int64_t of) = 0;
};

struct Outcome {
  std::optional<legacy::Refusal> refusal;
  std::vector<legacy::Warning> warnings;
  std::vector<TableStats> tables;
  legacy::StatementCounts statements;
  std::int64_t bytes = 0, lines = 0, rows = 0;
  std::string digest;    // SHA-256 of the file
  std::string identity;  // of the import: the same one hands over the same in the same order
  std::array<std::int64_t, legacy::kCounts> counts{};
  std::map<std::string, std::array<std::int64_t, 6>> usage;  // advisor/month
  std::unique_ptr<Spill> spill;                              // with the findings; none when refused
  Written written;

  std::int64_t count(legacy::Count count) const { return counts[static_cast<std::size_t>(count)]; }
};

// What the first pass is for; the target is made when the file is known to be good.
class Import final {
 public:
  Import(Request request, Progress* progress) : request_(std::move(request)), progress_(progress) {}

  // Errors: `invalid` when the file cannot be read, `unavailable` without room for the spill. A
  // dump that is refused is no error: see Outcome::refusal.
  Status examine();
  // The second pass. Errors of the target.
  Status transfer(Target& target);

  Outcome& outcome() { return outcome_; }

 private:
  Status read(legacy::DumpHandler& handler, int pass);
  Status clients(Target& target, legacy::Findings& findings);

  Request request_;
  Progress* progress_;
  Outcome outcome_;
};

}  // namespace vg::legacy_import
