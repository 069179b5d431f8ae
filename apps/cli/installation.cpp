#include "apps/cli/installation.hpp"

#include "base/digest.hpp"
#include "base/text.hpp"
#include "platform/folder/files.hpp"
#include "platform/folder/folder_host.hpp"
#include "platform/git/git_host.hpp"
#include "platform/host/world.hpp"
#include "platform/mirror/mirror_host.hpp"

#include <algorithm>
#include <filesystem>
#include <sys/stat.h>

namespace vg::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kDefaultBranch = "gh-pages";

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= 40 && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

// An address with a scheme, `host:path` as ssh has it, or a bare repository; anything else is a
// folder.
bool is_git_address(std::string_view address) {
  address = address.substr(0, address.rfind('#'));
  return address.find("://") != std::string_view::npos || address.ends_with(".git") ||
         address.substr(0, address.find('/')).find(':') != std::string_view::npos;
}

std::string with_slash(std::string url) {
  if (!url.ends_with('/')) url += '/';
  return url;
}

// The key that signs preview links must be the same for the server and for stdio beside it, and
// after a restart.
Result<std::string> preview_key(const Settings& settings) {
  if (!settings.text("secret").empty()) return settings.text("secret");
  const fs::path path = settings.text("database") + ".key";
  const folder::FileLock lock(path.string() + ".lock");
  if (auto kept = folder::read_file(path)) return std::string(trim(*kept));
  std::string made = host::make_token();
  const mode_t before = ::umask(077);
  const Status written = folder::replace_file(path, made + "\n");
  ::umask(before);
  VG_CHECK(written);
  return made;
}

std::unique_ptr<publish::PageHost> host_of(const Settings& settings, std::string address) {
  if (!is_git_address(address)) return std::make_unique<folder::FolderHost>(address);
  const std::size_t hash = address.rfind('#');
  std::string branch(hash == std::string::npos ? kDefaultBranch
                                               : std::string_view(address).substr(hash + 1));
  if (hash != std::string::npos) address.resize(hash);
  // Named after the address, so that another address begins with an empty mirror.
  const fs::path mirror =
      settings.text("database") + ".sites/" + to_hex(sha256(address)).substr(0, 12) + ".git";
  return std::make_unique<git::GitHost>(git::GitSite{.url = std::move(address),
                                                     .branch = std::move(branch),
                                                     .token = settings.text("site-token"),
                                                     .mirror = mirror});
}

Status add_site(const Settings& settings, Installation& installation, const std::string& target) {
  const std::string& address = settings.text("site-" + target);
  const std::string second = target == "production" ? settings.text("site-production-mirror") : "";
  if (address.empty() && second.empty()) return Done();
  if (address.empty())
    return Error{ErrorCode::invalid,
                 "site-production-mirror needs site-production, which it is a mirror of",
                 {}};
  std::string url = settings.text("site-" + target + "-url");
  if (url.empty() && is_git_address(address))
    return Error{ErrorCode::invalid,
                 "site-" + target + "-url is needed: where the pages of the Git site are read",
                 {}};
  if (url.empty()) url = "file://" + fs::absolute(address).string();
  auto host = host_of(settings, address);
  if (!second.empty())
    host = std::make_unique<mirror::MirrorHost>(std::move(host), host_of(settings, second));
  installation.sites[target] = std::move(host);
  installation.environment.sites.push_back({target, with_slash(std::move(url))});
  return Done();
}

}  // namespace

Result<std::string> tenant_of(const Settings& settings) {
  const std::string& tenant = settings.text("tenant");
  if (is_name(tenant)) return tenant;
  return settings.wrong("tenant", "a name of 1 to 40 lower case letters, digits, - and _");
}

Result<std::unique_ptr<Installation>> open_installation(const Settings& settings) {
  auto out = std::make_unique<Installation>();
  VG_TRY(out->tenant, tenant_of(settings));
  VG_TRY(const std::string durability, settings.choice("durability", "safe fast"));
  // What is only configured comes first: a wrong setting makes no database.
  VG_CHECK(add_site(settings, *out, "staging"));
  VG_CHECK(add_site(settings, *out, "production"));
  std::error_code ignored;
  const fs::path folder = fs::absolute(settings.text("database")).parent_path();
  fs::create_directories(folder, ignored);
  VG_TRY(out->database,
         sqlite::Database::open({.path = settings.text("database"),
                                 .durability = durability == "fast" ? sqlite::Durability::fast
                                                                    : sqlite::Durability::safe}));
  out->environment.version = VG_VERSION;
  out->environment.public_url = settings.text("public-url");
  while (out->environment.public_url.ends_with('/')) out->environment.public_url.pop_back();
  VG_TRY(out->environment.preview_key, preview_key(settings));
  VG_TRY(out->environment.themes, templates::Themes::load());
  return out;
}

Context local_context(const Installation& installation) {
  Context context = host::make_context();
  context.actor = Actor::local(installation.tenant);
  return context;
}

}  // namespace vg::cli
