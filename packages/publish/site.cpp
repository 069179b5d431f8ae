#include "publish/site.hpp"

#include "json/parse.hpp"
#include "json/write.hpp"
#include "publish_files.hpp"
#include "templates/engine/template.hpp"

#include <algorithm>

namespace vg::publish {

using json::Value;

namespace {

// The entries of the manifest with this one put in or taken out, by title and then by slug.
Result<Value> changed_entries(json::Arena& arena, const IndexEntry& entry,
                              std::string_view manifest) {
  std::vector<Value> entries;
  if (!manifest.empty()) {
    const auto parsed = json::parse(arena, manifest);
    if (!parsed || !parsed->get("pages").is_array())
      return Error{ErrorCode::invalid,
                   "pages.json of the site cannot be read; mend or remove it, then publish again",
                   {}};
    for (const Value& page : parsed->get("pages").items())
      if (page.get_text("slug") != entry.slug) entries.push_back(page);
  }
  if (entry.listed) {
    json::ObjectBuilder page(arena);
    page.add_copy("slug", entry.slug)
        .add_copy("title", entry.title)
        .add_copy("subtitle", entry.subtitle);
    page.add_copy("href", "p/" + entry.slug + "/");
    entries.push_back(page.finish());
  }
  std::sort(entries.begin(), entries.end(), [](Value a, Value b) {
    return a.get_text("title") != b.get_text("title") ? a.get_text("title") < b.get_text("title")
                                                      : a.get_text("slug") < b.get_text("slug");
  });
  json::ArrayBuilder list(arena);
  for (Value page : entries) list.add(page);
  json::ObjectBuilder out(arena);
  return out.add("pages", list.finish()).finish();
}

}  // namespace

std::string page_path(std::string_view slug) {
  return "p/" + std::string(slug) + "/index.html";
}

std::string page_url(std::string_view base_url, std::string_view slug) {
  return std::string(base_url) + "p/" + std::string(slug) + "/";
}

bool is_site_path(std::string_view path) {
  if (path.empty() || path.size() > 200 || path.front() == '/' || path.back() == '/') return false;
  char before = '/';
  for (char c : path) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
                       c == '.' || c == '/';
    if (!plain || (before == '/' && (c == '.' || c == '/'))) return false;
    before = c;
  }
  return true;
}

Result<std::vector<SiteFile>> index_files(const IndexEntry& entry,
                                          const std::optional<std::string>& manifest) {
  json::Arena arena;
  const std::string_view text = manifest ? std::string_view(*manifest) : std::string_view();
  VG_TRY(const Value model, changed_entries(arena, entry, text));
  const std::vector<templates::SourceFile> sources = {{"index.html", files::kFile_index_html},
                                                      {"index.css", files::kFile_index_css}};
  VG_TRY(const auto page, templates::Template::compile(sources, "index.html"));
  std::string html;
  VG_CHECK(page->render(model, html));
  return std::vector<SiteFile>{{std::string(kManifestPath), Content{json::write_pretty(model)}},
                               {"index.html", Content{std::move(html)}},
                               {"robots.txt", Content{"User-agent: *\nDisallow: /p/\n"}},
                               {".nojekyll", Content{""}}};
}

}  // namespace vg::publish
