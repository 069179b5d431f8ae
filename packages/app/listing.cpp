#include "app/listing.hpp"

#include "base/calendar.hpp"
#include "base/text.hpp"

#include <array>

namespace vg::app {
namespace {

// The columns of the lists, in their order.
enum Column : std::size_t {
  id,
  version,
  title,
  client,
  destination,
  phase,
  start,
  end,
  updated,
  hold
};

}  // namespace

std::string listed_words(const store::ResultSet& rows, std::size_t row) {
  std::string out(rows.text(row, id));
  const auto add = [&](std::string_view text, std::size_t max) {
    if (!text.empty()) out += ", " + one_line(text, max);
  };
  out += rows.text(row, title).empty() ? " without a title"
                                       : " “" + one_line(rows.text(row, title), 50) + "”";
  add(rows.text(row, destination), 30);
  if (!rows.text(row, start).empty())
    out += ", " + std::string(rows.text(row, start)) + " to " + std::string(rows.text(row, end));
  add(rows.text(row, client), 30);
  add(rows.text(row, phase), 20);
  return out + ", version " + std::to_string(rows.integer(row, version));
}

json::Value listed_data(json::Arena& arena, const store::ResultSet& rows, std::size_t row) {
  struct Field {
    std::string_view name;
    Column column;
  };
  static constexpr std::array<Field, 8> kFields = {{{"trip_id", id},
                                                    {"title", title},
                                                    {"client", client},
                                                    {"destination", destination},
                                                    {"phase", phase},
                                                    {"start", start},
                                                    {"end", end},
                                                    {"hold_date", hold}}};
  json::ObjectBuilder out(arena);
  for (const Field& field : kFields)
    if (!rows.text(row, field.column).empty())
      out.add_copy(field.name, rows.text(row, field.column));
  out.add("version", json::Value(rows.integer(row, version)))
      .add_copy("updated", to_iso(Instant{rows.integer(row, updated)}));
  return out.finish();
}

}  // namespace vg::app
