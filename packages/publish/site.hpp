// A site of published pages as files: what a change to it consists of, and what follows from it for
// the index. No I/O.
//
//   p/<slug>/index.html    one folder per page
//   pages.json             the entries of the index: public pages only
//   index.html             made from pages.json
//   robots.txt, .nojekyll
//
// Nothing else in a site is ever touched.
#pragma once

#include "base/result.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace vg::publish {

struct Content {
  std::string bytes;
};
struct FromRevision {
  std::string revision;  // of the site: the bytes that the file had there
};
struct Removed {};

struct SiteFile {
  std::string path;
  std::variant<Content, FromRevision, Removed> what;
};

// How a page stands in the public index.
struct IndexEntry {
  std::string slug, title, subtitle;
  bool listed = false;  // false: it is taken out
};

struct SiteChange {
  std::string target;  // staging or production
  std::vector<SiteFile> files;
  std::string message;  // of the commit; names no person and no place
  IndexEntry index;
};

struct SiteOutcome {
  std::string revision;  // of the site that holds the change
  bool changed = false;  // false: everything was there already and no revision was made
};

// `p/<slug>/index.html`; the slug is one of the product's own: lower case letters and digits.
std::string page_path(std::string_view slug);
// `<base>p/<slug>/`
std::string page_url(std::string_view base_url, std::string_view slug);

inline constexpr std::string_view kManifestPath = "pages.json";

// The files of the site itself after the change, given the manifest as it is now. Errors: `invalid`
// when the manifest cannot be read: the site is left alone.
Result<std::vector<SiteFile>> index_files(const IndexEntry& entry,
                                          const std::optional<std::string>& manifest);

// Whether a path may be written: relative, plain characters, no `..`, no hidden folder.
bool is_site_path(std::string_view path);

// Where pages live. Implementations are in platform/; each makes the change as one revision, never
// overwrites what it has not read, and tries again when the site moved in between.
class PageHost {
 public:
  PageHost() = default;
  PageHost(const PageHost&) = delete;
  PageHost& operator=(const PageHost&) = delete;
  virtual ~PageHost() = default;

  // Errors: `unavailable` when the host cannot be reached or keeps moving, `not_found` for a
  // revision that it does not have.
  virtual Result<SiteOutcome> apply(const SiteChange& change) = 0;

  // The bytes of a file as the site has it now; nothing when it is not there. Errors as above.
  virtual Result<std::optional<std::string>> current(const std::string& path) = 0;

  // Whether the site can be reached; changes nothing. Errors: `unavailable` with the reason.
  virtual Status check() = 0;
};

}  // namespace vg::publish
