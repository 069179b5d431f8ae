// What the commands that read a dump of the old system share.
#pragma once

#include "apps/cli/program.hpp"
#include "legacy/fault.hpp"
#include "platform/legacy_import/import.hpp"

#include <string>

namespace vg::cli {

struct DumpOptions {
  std::string source = "legacy";
  std::string as_of;
};

void add_dump_options(CLI::App& command, DumpOptions& options);

// `database` names the folder in which the temporary file is made; empty for that of the system.
legacy_import::Request request_of(const DumpOptions& options, const std::string& file,
                                  const std::string& database);

// The tenant of this machine; events name the import.
Context import_context(const Installation& installation, const std::string& source);

// Of code `invalid`, with the class of the fault and its line.
Error refused(const std::string& file, const legacy::Refusal& refusal);

// On standard error, and only when that is a terminal.
class ProgressBar final : public legacy_import::Progress {
 public:
  ProgressBar();
  ~ProgressBar() override;
  void at(int pass, std::int64_t bytes, std::int64_t of) override;
  void done();

 private:
  bool terminal_ = false;
  int shown_ = -1;
};

}  // namespace vg::cli
