#include "platform/git/git_host.hpp"

#include "base/digest.hpp"
#include "base/text.hpp"
#include "platform/folder/files.hpp"

#include <chrono>
#include <thread>

namespace vg::git {

using publish::SiteFile;

namespace {

constexpr const char* kBase = "refs/voygent/base";
constexpr const char* kNext = "refs/voygent/next";

// What the program says, without the address that it may contain.
Error cannot(std::string_view what, const process::Finished& finished) {
  std::string why = one_line(trim(finished.errors), 200);
  if (const std::size_t at = why.find("://"); at != std::string::npos)
    why.resize(why.rfind(' ', at) == std::string::npos ? 0 : why.rfind(' ', at));
  return {ErrorCode::unavailable,
          "the site's repository cannot be " + std::string(what) + " (" + why +
              "); the same request may be sent again",
          {}};
}

std::string data_block(std::string_view bytes) {
  return "data " + std::to_string(bytes.size()) + "\n" + std::string(bytes) + "\n";
}

std::string base64(std::string_view text) {
  return to_base64({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

}  // namespace

Result<process::Finished> GitHost::git(std::vector<std::string> arguments,
                                       std::string input) const {
  process::Command command;
  command.arguments = {"git", "-C", site_.mirror.string()};
  command.arguments.insert(command.arguments.end(), std::make_move_iterator(arguments.begin()),
                           std::make_move_iterator(arguments.end()));
  command.input = std::move(input);
  command.environment = {{"GIT_TERMINAL_PROMPT", "0"},
                         {"GIT_CONFIG_NOSYSTEM", "1"},
                         {"GIT_CONFIG_GLOBAL", "/dev/null"},
                         {"LC_ALL", "C"},
                         {"GIT_PROTOCOL", "version=2"}};
  if (!site_.token.empty()) {
    command.environment.insert(
        command.environment.end(),
        {{"GIT_CONFIG_COUNT", "1"},
         {"GIT_CONFIG_KEY_0", "http.extraHeader"},
         {"GIT_CONFIG_VALUE_0",
          "Authorization: Basic " + base64("x-access-token:" + site_.token)}});
  }
  return process::run(command);
}

Status GitHost::prepare_mirror() const {
  std::error_code failure;
  if (std::filesystem::exists(site_.mirror / "HEAD", failure)) return Done{};
  std::filesystem::create_directories(site_.mirror, failure);
  VG_TRY(const process::Finished made, git({"init", "--quiet", "--bare", "."}));
  if (made.status != 0) return cannot("mirrored", made);
  VG_TRY(const process::Finished remote, git({"remote", "add", "origin", site_.url}));
  if (remote.status != 0) return cannot("mirrored", remote);
  return Done{};
}

Result<std::string> GitHost::fetch_head() const {
  VG_TRY(const process::Finished listed,
         git({"ls-remote", "--quiet", "origin", "refs/heads/" + site_.branch}));
  if (listed.status != 0) return cannot("read", listed);
  std::string head = listed.output.substr(0, listed.output.find('\t'));
  if (head.empty()) return std::string();
  VG_TRY(const process::Finished fetched,
         git({"fetch", "--quiet", "--no-tags", "--depth=1", "--filter=blob:none", "origin",
              "+" + head + ":" + kBase}));
  if (fetched.status != 0) return cannot("read", fetched);
  return head;
}

Result<std::optional<std::string>> GitHost::read(const std::string& commit,
                                                 const std::string& path) const {
  if (commit.empty()) return std::optional<std::string>();
  VG_TRY(const process::Finished listed, git({"ls-tree", commit, "--", path}));
  if (listed.status != 0) return cannot("read", listed);
  if (listed.output.empty()) return std::optional<std::string>();
  VG_TRY(process::Finished shown, git({"cat-file", "blob", commit + ":" + path}));
  if (shown.status != 0) return cannot("read", shown);
  return std::optional(std::move(shown.output));
}

Result<std::vector<GitHost::Write>> GitHost::writes_on(const std::string& head,
                                                       const publish::SiteChange& change) const {
  VG_TRY(const auto manifest, read(head, std::string(publish::kManifestPath)));
  VG_TRY(std::vector<SiteFile> files, publish::index_files(change.index, manifest));
  files.insert(files.begin(), change.files.begin(), change.files.end());
  std::vector<Write> out;
  for (SiteFile& file : files) {
    if (!publish::is_site_path(file.path) && file.path != ".nojekyll")
      return Error{ErrorCode::internal, "not a path of a site", {}};
    std::optional<std::string> content;
    if (auto* bytes = std::get_if<publish::Content>(&file.what)) content = std::move(bytes->bytes);
    if (const auto* old = std::get_if<publish::FromRevision>(&file.what)) {
      VG_TRY(const process::Finished fetched, git({"fetch", "--quiet", "--no-tags", "--depth=1",
                                                   "--filter=blob:none", "origin", old->revision}));
      if (fetched.status != 0)
        return Error{
            ErrorCode::not_found, "the site has no revision " + one_line(old->revision, 40), {}};
      VG_TRY(content, read(old->revision, file.path));
      if (!content)
        return Error{ErrorCode::not_found,
                     "the page was not there in revision " + one_line(old->revision, 40),
                     {}};
    }
    VG_TRY(const auto present, read(head, file.path));
    if (content != present) out.push_back({file.path, std::move(content)});
  }
  return out;
}

Result<std::string> GitHost::commit(const std::string& head, const std::vector<Write>& writes,
                                    const std::string& message) const {
  const auto now = std::chrono::duration_cast<std::chrono::seconds>(
                       std::chrono::system_clock::now().time_since_epoch())
                       .count();
  std::string stream = "commit " + std::string(kNext) + "\ncommitter " + site_.author + " <" +
                       site_.email + "> " + std::to_string(now) + " +0000\n";
  stream += data_block(message);
  if (!head.empty()) stream += "from " + head + "\n";
  for (const Write& write : writes) {
    if (write.content) {
      stream += "M 100644 inline " + write.path + "\n" + data_block(*write.content);
    } else {
      stream += "D " + write.path + "\n";
    }
  }
  stream += "done\n";
  VG_TRY(const process::Finished imported,
         git({"fast-import", "--quiet", "--force", "--done"}, std::move(stream)));
  if (imported.status != 0) return cannot("written", imported);
  VG_TRY(const process::Finished parsed, git({"rev-parse", "--verify", kNext}));
  if (parsed.status != 0) return cannot("written", parsed);
  return std::string(trim(parsed.output));
}

Result<bool> GitHost::push(const std::string& commit) const {
  VG_TRY(const process::Finished pushed,
         git({"push", "--quiet", "--porcelain", "origin", commit + ":refs/heads/" + site_.branch}));
  if (pushed.status == 0) return true;
  const std::string said = pushed.output + pushed.errors;
  const bool moved = said.find("[rejected]") != std::string::npos ||
                     said.find("fetch first") != std::string::npos ||
                     said.find("non-fast-forward") != std::string::npos ||
                     said.find("failed to update ref") != std::string::npos ||
                     said.find("cannot lock ref") != std::string::npos ||
                     said.find("reference already exists") != std::string::npos;
  if (moved) return false;
  return cannot("written", pushed);
}

Result<publish::SiteOutcome> GitHost::apply(const publish::SiteChange& change) {
  const std::lock_guard lock(mutex_);
  const folder::FileLock mirror_lock(site_.mirror.string() + ".lock");
  if (!mirror_lock.held())
    return Error{ErrorCode::unavailable, "the mirror of the site cannot be locked", {}};
  VG_CHECK(prepare_mirror());
  for (int tried = 0; tried < kMaxTries; ++tried) {
    if (tried > 0) std::this_thread::sleep_for(std::chrono::milliseconds(50 * tried));
    VG_TRY(const std::string head, fetch_head());
    VG_TRY(const std::vector<Write> writes, writes_on(head, change));
    if (writes.empty()) return publish::SiteOutcome{head, false};
    VG_TRY(const std::string made, commit(head, writes, change.message));
    VG_TRY(const bool taken, push(made));
    if (taken) return publish::SiteOutcome{made, true};
  }
  return Error{ErrorCode::unavailable,
               "the site kept changing while the page was written; send the same request again",
               {}};
}

Result<std::optional<std::string>> GitHost::current(const std::string& path) {
  const std::lock_guard lock(mutex_);
  const folder::FileLock mirror_lock(site_.mirror.string() + ".lock");
  VG_CHECK(prepare_mirror());
  VG_TRY(const std::string head, fetch_head());
  return read(head, path);
}

Status GitHost::check() {
  const std::lock_guard lock(mutex_);
  const folder::FileLock mirror_lock(site_.mirror.string() + ".lock");
  VG_CHECK(prepare_mirror());
  VG_CHECK(fetch_head());
  return Done{};
}

}  // namespace vg::git
