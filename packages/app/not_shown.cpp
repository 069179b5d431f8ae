#include "app/not_shown.hpp"

#include "base/text.hpp"

namespace vg::app {

using json::Value;

namespace {

constexpr std::size_t kInData = 200;

bool is_image(const templates::Leaf& leaf) {
  return leaf.path.find("mage") != std::string::npos || leaf.path.starts_with("media/");
}

}  // namespace

std::string not_shown_words(const templates::Rendering& page, std::size_t max_values) {
  std::string out;
  std::int64_t images = 0;
  std::size_t others = 0;
  for (const templates::Leaf& leaf : page.not_shown) {
    if (is_image(leaf)) {
      ++images;
    } else if (++others <= max_values) {
      out += "- " + one_line(leaf.path, 80) + ": " + leaf.sample + "\n";
    }
  }
  if (others > max_values) out += "- and " + std::to_string(others - max_values) + " more\n";
  if (images > 0)
    out += "- " + count_of(images, "value") + " of images: pages have no images yet\n";
  if (page.hidden_amounts > 0)
    out += "- " + count_of(page.hidden_amounts, "amount") +
           ": the trip hides its prices (meta/hidePrices)\n";
  if (page.locators > 0)
    out += "- " + count_of(page.locators, "confirmation or cabin number") +
           ": held back, they would open a booking\n";
  return out.empty() ? out : "Not on the page:\n" + out;
}

Value not_shown_data(json::Arena& arena, const templates::Rendering& page) {
  json::ArrayBuilder values(arena);
  for (const templates::Leaf& leaf : page.not_shown) {
    if (values.size() == kInData) break;
    json::ObjectBuilder row(arena);
    values.add(row.add_copy("path", leaf.path).add_copy("value", leaf.sample).finish());
  }
  json::ObjectBuilder out(arena);
  out.add("values", values.finish()).add("count", Value(std::int64_t{std::ssize(page.not_shown)}));
  out.add("hidden_amounts", Value(page.hidden_amounts)).add("locators", Value(page.locators));
  return out.finish();
}

}  // namespace vg::app
