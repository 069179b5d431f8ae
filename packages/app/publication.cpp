#include "app/publication.hpp"

#include "base/text.hpp"
#include "store/statements.hpp"

namespace vg::app {

Publication read_publication(const store::ResultSet& rows, std::size_t row) {
  const auto text = [&](std::size_t column) { return std::string(rows.text(row, column)); };
  return {.target = text(0),
          .action = text(2),
          .version = rows.integer(row, 3),
          .revision = text(4),
          .url = text(5),
          .content_hash = text(6),
          .at = Instant{rows.integer(row, 7)}};
}

void record(store::Batch& batch, Context& context, std::string_view trip_id,
            const Publication& publication) {
  batch.add(store::kInsertPublication, context,
            {store::cell(trip_id), store::cell(publication.target), store::cell(publication.action),
             publication.version, store::cell(publication.revision), store::cell(publication.url),
             store::cell(publication.content_hash)});
}

Result<const SiteInfo*> find_site(const Environment& environment, std::string_view target) {
  const std::string_view name = target.empty() ? "staging" : target;
  if (const SiteInfo* site = environment.site(name)) return site;
  std::string known;
  for (const SiteInfo& site : environment.sites) known += (known.empty() ? "" : ", ") + site.target;
  return Error{ErrorCode::invalid,
               "this installation has no site for " + std::string(name) +
                   (known.empty() ? "; configure one (VOYGENT_SITE_STAGING)" : "; it has " + known),
               {{"/target", "a configured site is expected"}}};
}

publish::IndexEntry index_entry(json::Value document, std::string_view slug) {
  const json::Value meta = document.get("meta");
  publish::IndexEntry out;
  out.slug = slug;
  out.listed = meta.get("publish").get_text("visibility") == "public";
  if (!out.listed) return out;
  out.title = one_line(meta.get_text("title"), 120);
  out.subtitle = one_line(meta.get_text("destination"), 120);
  return out;
}

}  // namespace vg::app
