#include "app/listing.hpp"

#include "base/calendar.hpp"
#include "base/text.hpp"

#include <array>

namespace vg::app {

std::string listed_words(const store::ResultSet& rows, std::size_t row) {
  std::string out(rows.text(row, listed::id));
  const auto add = [&](std::string_view text, std::size_t max) {
    if (!text.empty()) out += ", " + one_line(text, max);
  };
  out += rows.text(row, listed::title).empty()
             ? " without a title"
             : " “" + one_line(rows.text(row, listed::title), 50) + "”";
  add(rows.text(row, listed::destination), 30);
  if (!rows.text(row, listed::start).empty())
    out += ", " + std::string(rows.text(row, listed::start)) + " to " +
           std::string(rows.text(row, listed::end));
  add(rows.text(row, listed::client), 30);
  add(rows.text(row, listed::phase), 20);
  return out + ", version " + std::to_string(rows.integer(row, listed::version));
}

json::Value listed_data(json::Arena& arena, const store::ResultSet& rows, std::size_t row) {
  struct Field {
    std::string_view name;
    listed::Column column;
  };
  static constexpr std::array<Field, 8> kFields = {{{"trip_id", listed::id},
                                                    {"title", listed::title},
                                                    {"client", listed::client},
                                                    {"destination", listed::destination},
                                                    {"phase", listed::phase},
                                                    {"start", listed::start},
                                                    {"end", listed::end},
                                                    {"hold_date", listed::hold}}};
  json::ObjectBuilder out(arena);
  for (const Field& field : kFields)
    if (!rows.text(row, field.column).empty())
      out.add_copy(field.name, rows.text(row, field.column));
  out.add("version", json::Value(rows.integer(row, listed::version)))
      .add_copy("updated", to_iso(Instant{rows.integer(row, listed::updated)}));
  return out.finish();
}

}  // namespace vg::app
