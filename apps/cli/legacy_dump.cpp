#include "apps/cli/legacy_dump.hpp"

#include "base/calendar.hpp"
#include "platform/host/world.hpp"

#include <iostream>
#include <unistd.h>

namespace vg::cli {

void add_dump_options(CLI::App& command, DumpOptions& options) {
  command.add_option("--source", options.source,
                     "Name of the system that the file comes from; the same row of the same source "
                     "is the same trip [legacy]");
  command.add_option("--as-of", options.as_of, "Day of the dump, YYYY-MM-DD [today]")
      ->check([](const std::string& text) {
        return parse_date(text) ? std::string() : "a date like 2027-03-11 is expected";
      });
}

legacy_import::Request request_of(const DumpOptions& options, const std::string& file,
                                  const std::string& database) {
  legacy_import::Request out{
      .file = file, .source = options.source, .spill = {}, .as_of = options.as_of};
  if (!database.empty() && ::access(database.c_str(), F_OK) == 0)
    out.spill = database + ".import-" + std::to_string(::getpid());
  if (out.as_of.empty()) out.as_of = to_iso(host::now().date());
  return out;
}

Context import_context(const Installation& installation, const std::string& source) {
  Context context = local_context(installation);
  context.actor.token_hash = "import " + source;
  return context;
}

Error refused(const std::string& file, const legacy::Refusal& refusal) {
  std::string message = file + " is refused (" + std::string(name_of(refusal.fault)) + ")";
  if (refusal.line > 0)
    message += ", line " + std::to_string(refusal.line) + ", byte " + std::to_string(refusal.byte);
  return {ErrorCode::invalid, message + ": " + refusal.message + ". Nothing was changed", {}};
}

ProgressBar::ProgressBar() : terminal_(::isatty(STDERR_FILENO) == 1) {}

ProgressBar::~ProgressBar() {
  done();
}

void ProgressBar::at(int pass, std::int64_t bytes, std::int64_t of) {
  constexpr int kWidth = 40;
  const int percent = of > 0 ? static_cast<int>(bytes * 100 / of) : 100;
  if (!terminal_ || percent == shown_) return;
  shown_ = percent;
  const auto filled = static_cast<std::size_t>(percent * kWidth / 100);
  std::cerr << "\r" << (pass == 1 ? "checking  " : "importing ") << "[" << std::string(filled, '#')
            << std::string(kWidth - filled, '.') << "] " << percent << " %" << std::flush;
}

void ProgressBar::done() {
  if (terminal_ && shown_ >= 0) std::cerr << "\r\033[K" << std::flush;
  shown_ = -1;
}

}  // namespace vg::cli
