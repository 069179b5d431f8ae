// Themes: how pages look. A theme is a folder of templates and one style sheet, carried in the
// program and compiled at start.
#pragma once

#include "base/result.hpp"
#include "templates/engine/template.hpp"
#include "templates/projection.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace vg::templates {

struct Theme {
  std::string_view name, title, description;
  std::unique_ptr<const Template> page;
};

// All themes of the program. To add one: its folder, its files in CMake, one row in theme.cpp.
class Themes final {
 public:
  // Errors: `invalid` when a theme does not compile, which the tests exclude.
  static Result<std::unique_ptr<const Themes>> load();

  const std::vector<Theme>& all() const { return themes_; }
  // The theme of that name; the first one when the name is empty; nullptr when there is none.
  const Theme* find(std::string_view name) const;

 private:
  std::vector<Theme> themes_;
};

// What the page says, and what it does not.
struct Rendering {
  std::string html;
  std::vector<Leaf> not_shown;      // client-visible values that are not on the page
  std::int64_t hidden_amounts = 0;  // left out because the trip hides its prices
  std::int64_t locators =
      0;  // confirmation and cabin numbers, left out of every page without a passcode
  std::int64_t values = 0;  // client-visible values in all
};

// Without a report it is the page alone that is asked for.
Result<Rendering> render_page(const Theme& theme, json::Value stored, Report report = Report::full);

}  // namespace vg::templates
