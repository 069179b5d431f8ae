#include "mcp-trips/tools.hpp"

#include <array>

namespace vg::mcp_trips {
namespace {

constexpr mcp::Hints kReads = {
    .read_only = true, .destructive = false, .idempotent = true, .open_world = false};
constexpr mcp::Hints kWrites = {
    .read_only = false, .destructive = false, .idempotent = true, .open_world = false};

constexpr std::array<gateway::ToolRow, 11> kTools = {{
    {"start_session", "Start session",
     "Begin here: who you are, recent trips, what needs attention.", kReads},
    {"find_trips", "Find trips",
     "Search or list trips: title, client, place, hotel, tag, note; phase; dates.", kReads},
    {"read_trip", "Read trip",
     "A trip's summary, sections, everything, private facts, history, older version or diff.",
     kReads},
    {"create_trip", "Create trip",
     "New trip from a title, a whole document or a copy; with its client.", kWrites},
    {"edit_trip", "Edit trip",
     "All operations or none: set {path, value}, null clears; add {path of a list, "
     "value}; remove {path}; reorder {path, ids}. Paths: meta/title, lodging/<id>/checkIn, "
     "itinerary/<day id>/activities. Amounts '148.00 EUR', dates 2027-03-11.",
     kWrites},
    {"restore_trip", "Restore trip",
     "Undo the last change or go back to a version; makes a new version.", kWrites},
    {"save_client", "Save client",
     "Create a client, or change that of the client_id or e-mail. Never on a page.", kWrites},
    {"add_options", "Add options",
     "Store up to 500 captured hotels, rooms, flights or excursions of a trip.", kWrites},
    {"recommend_options", "Recommend options",
     "Low, medium, high picks of the stored options with reasons and commission.", kWrites},
    {"check_trip", "Check trip", "Is it ready: dates, overlaps, sums, holds, gaps, private text.",
     kReads},
    {"guide", "Guide", "How to work: phases, editing, fields, options, publishing, privacy.",
     kReads},
}};

}  // namespace

std::span<const gateway::ToolRow> tools() {
  return kTools;
}

}  // namespace vg::mcp_trips
