#include "apps/cli/program.hpp"

#include "json/write.hpp"
#include "platform/folder/files.hpp"

#include <cstdio>
#include <iostream>
#include <iterator>

namespace vg::cli {

int exit_code(ErrorCode code) {
  switch (code) {
    case ErrorCode::invalid:
    case ErrorCode::too_large: return 2;
    case ErrorCode::not_found: return 3;
    case ErrorCode::conflict: return 4;
    case ErrorCode::unauthenticated:
    case ErrorCode::forbidden: return 5;
    case ErrorCode::unavailable: return 6;
    case ErrorCode::internal: return 1;
  }
  return 1;
}

Result<std::unique_ptr<Installation>> Program::open() const {
  VG_TRY(const Settings loaded, settings());
  return open_installation(loaded);
}

void Program::fail(const Error& error) {
  exit = exit_code(error.code);
  if (!json) {
    std::cerr << "voygent: " << describe(error) << "\n";
    return;
  }
  json::Arena arena;
  json::ArrayBuilder issues(arena);
  for (const Issue& issue : error.issues)
    issues.add(json::ObjectBuilder(arena)
                   .add_copy("path", issue.path)
                   .add_copy("message", issue.message)
                   .finish());
  const json::Value out = json::ObjectBuilder(arena)
                              .add("code", json::Value(name_of(error.code)))
                              .add_copy("message", error.message)
                              .add("issues", issues.finish())
                              .finish();
  std::cerr << json::write(out) << "\n";
}

void Program::on(CLI::App& command, std::function<Status()> run) {
  command.callback([this, run = std::move(run)] {
    Status done = run();
    if (done && !std::cout.flush())
      done = Error{ErrorCode::unavailable,
                   "it was done, but the answer cannot be written to standard output",
                   {}};
    if (!done) fail(done.error());
  });
}

Result<std::string> read_input(const std::string& path) {
  if (path == "-")
    return std::string(std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>());
  auto content = folder::read_file(path);
  if (!content)
    return Error{
        ErrorCode::invalid, path + " cannot be read; give a file, or - for standard input", {}};
  return std::move(*content);
}

}  // namespace vg::cli
