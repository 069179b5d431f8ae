#include "templates/theme.hpp"

#include "templates_proposal_files.hpp"

#include <array>

namespace vg::templates {
namespace {

constexpr std::array<SourceFile, 14> kProposal = {
    {{"page.html", proposal::kFile_page_html},
     {"overview.html", proposal::kFile_overview_html},
     {"choices.html", proposal::kFile_choices_html},
     {"days.html", proposal::kFile_days_html},
     {"dayparts.html", proposal::kFile_dayparts_html},
     {"activity.html", proposal::kFile_activity_html},
     {"stays.html", proposal::kFile_stays_html},
     {"flights.html", proposal::kFile_flights_html},
     {"optionleg.html", proposal::kFile_optionleg_html},
     {"segment.html", proposal::kFile_segment_html},
     {"tiers.html", proposal::kFile_tiers_html},
     {"tier.html", proposal::kFile_tier_html},
     {"prices.html", proposal::kFile_prices_html},
     {"cards.html", proposal::kFile_cards_html}}};

struct Row {
  std::string_view name, title, description;
  std::span<const SourceFile> files;
  std::string_view style;
};
constexpr std::array<Row, 1> kRows = {{{"proposal", "Proposal",
                                        "Days, stays, flights, choices and prices; phone first; "
                                        "serves as itinerary once the trip is confirmed",
                                        kProposal, proposal::kFile_style_css}}};

}  // namespace

Result<std::unique_ptr<const Themes>> Themes::load() {
  auto out = std::make_unique<Themes>();
  for (const Row& row : kRows) {
    std::vector<SourceFile> files(row.files.begin(), row.files.end());
    files.push_back({"style.css", row.style});
    VG_TRY(auto page, Template::compile(files, "page.html"));
    out->themes_.push_back({row.name, row.title, row.description, std::move(page)});
  }
  return std::unique_ptr<const Themes>(std::move(out));
}

const Theme* Themes::find(std::string_view name) const {
  if (name.empty()) return &themes_.front();
  for (const Theme& theme : themes_)
    if (theme.name == name) return &theme;
  return nullptr;
}

Result<Rendering> render_page(const Theme& theme, json::Value stored, Report report) {
  json::Arena arena(256 * 1024);
  const Page page = project(arena, stored, report);
  Rendering out;
  out.html.reserve(64 * 1024);
  if (report == Report::none) {
    VG_CHECK(theme.page->render(page.model, out.html));
    return out;
  }
  std::vector<const char*> printed;
  printed.reserve(page.provenance.size());
  VG_CHECK(theme.page->render(page.model, out.html, &printed));
  out.not_shown = page.provenance.not_among(printed);
  out.hidden_amounts = page.hidden_amounts;
  out.locators = page.locators;
  out.values = static_cast<std::int64_t>(page.provenance.size());
  return out;
}

}  // namespace vg::templates
