#include "platform/folder/folder_host.hpp"

#include "base/digest.hpp"
#include "base/text.hpp"
#include "platform/folder/files.hpp"

namespace vg::folder {

using publish::SiteFile;

Result<publish::SiteOutcome> FolderHost::apply(const publish::SiteChange& change) {
  const std::lock_guard lock(mutex_);
  const FileLock site_lock(history() / "lock");
  if (!site_lock.held())
    return Error{ErrorCode::unavailable,
                 "the folder of the site cannot be locked: " + history().string(),
                 {}};
  VG_TRY(std::vector<SiteFile> files,
         publish::index_files(change.index, read_file(root_ / publish::kManifestPath)));
  files.insert(files.begin(), change.files.begin(), change.files.end());
  std::string identity = read_file(history() / "head").value_or("");
  const std::string before = trim(identity).empty() ? "none" : std::string(trim(identity));
  std::vector<std::pair<std::string, std::optional<std::string>>> writes;
  std::vector<std::pair<std::string, std::string>> contents;  // of every file that is to be there
  for (const SiteFile& file : files) {
    if (!publish::is_site_path(file.path) && file.path != ".nojekyll")
      return Error{ErrorCode::internal, "not a path of a site", {}};
    std::optional<std::string> content;
    if (const auto* bytes = std::get_if<publish::Content>(&file.what)) content = bytes->bytes;
    if (const auto* old = std::get_if<publish::FromRevision>(&file.what)) {
      content = read_file(history() / old->revision / file.path);
      if (!content)
        return Error{ErrorCode::not_found,
                     "the site has no revision " + one_line(old->revision, 40) + " of the page",
                     {}};
    }
    if (content) contents.emplace_back(file.path, *content);
    if (content != read_file(root_ / file.path)) writes.emplace_back(file.path, std::move(content));
  }
  // A revision holds every file of its change, also what was there before: a rollback takes it from
  // there.
  const auto keep = [&](const std::string& revision) -> Status {
    for (const auto& [path, content] : contents)
      VG_CHECK(replace_file(history() / revision / path, content));
    return Done();
  };
  if (writes.empty()) {
    VG_CHECK(keep(before));
    return publish::SiteOutcome{before, false};
  }
  for (const auto& [path, content] : writes) identity += path + "\n" + content.value_or("") + "\n";
  const std::string revision = to_hex(sha256(identity)).substr(0, 40);
  VG_CHECK(keep(revision));
  for (const auto& [path, content] : writes) {
    if (content) {
      VG_CHECK(replace_file(root_ / path, *content));
    } else {
      std::error_code failure;
      std::filesystem::remove(root_ / path, failure);
    }
  }
  VG_CHECK(replace_file(history() / "head", revision + "\n"));
  return publish::SiteOutcome{revision, true};
}

Result<std::optional<std::string>> FolderHost::current(const std::string& path) {
  return read_file(root_ / path);
}

Status FolderHost::check() {
  const FileLock site_lock(history() / "lock");
  std::error_code failure;
  std::filesystem::create_directories(root_, failure);
  if (!failure && site_lock.held()) return Done{};
  return Error{ErrorCode::unavailable, "the folder " + root_.string() + " cannot be written", {}};
}

}  // namespace vg::folder
