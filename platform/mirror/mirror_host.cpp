#include "platform/mirror/mirror_host.hpp"

namespace vg::mirror {

using publish::Content;
using publish::Removed;
using publish::SiteFile;

Result<publish::SiteOutcome> MirrorHost::apply(const publish::SiteChange& change) {
  VG_TRY(publish::SiteOutcome outcome, first_->apply(change));
  publish::SiteChange same = change;
  for (SiteFile& file : same.files) {
    VG_TRY(auto bytes, first_->current(file.path));
    if (bytes)
      file.what = Content{std::move(*bytes)};
    else
      file.what = Removed{};
  }
  const auto mirrored = second_->apply(same);
  if (mirrored) {
    outcome.changed = outcome.changed || mirrored->changed;
    return outcome;
  }
  return Error{ErrorCode::unavailable,
               "the page is on its site and not yet on the mirror of it (" +
                   mirrored.error().message + "); send the same request again",
               {}};
}

Result<std::optional<std::string>> MirrorHost::current(const std::string& path) {
  return first_->current(path);
}

Status MirrorHost::check() {
  VG_CHECK(first_->check());
  return second_->check();
}

}  // namespace vg::mirror
