#include "mcp-trips/tools.hpp"

#include <array>

namespace vg::mcp_trips {
namespace {

using namespace shape;

constexpr Field kStatus = label("status", advisor).must();
constexpr Field kTripId = label("trip_id", advisor).must();
constexpr Field kVersion = integer("version", advisor).must();

constexpr Field kSessionFields[] = {label("tenant", advisor).must(),
                                    records("recent", advisor).must(),
                                    records("attention", advisor).must(), record("next", advisor)};
constexpr Shape kSession = {.name = "session", .fields = kSessionFields};
constexpr Field kFoundFields[] = {records("trips", advisor).must(), label("next_cursor", advisor)};
constexpr Shape kFound = {.name = "found", .fields = kFoundFields};
constexpr Field kReadFields[] = {kTripId, integer("version", advisor),
                                 label("view", advisor).must(), record("trip", advisor)};
constexpr Shape kRead = {.name = "read", .fields = kReadFields};
constexpr Field kWrittenFields[] = {kStatus, kTripId, kVersion, record("next", advisor)};
constexpr Shape kWritten = {.name = "written", .fields = kWrittenFields};
constexpr Field kClientFields[] = {kStatus, label("client_id", advisor).must(), kVersion};
constexpr Shape kClient = {.name = "client", .fields = kClientFields};
constexpr Field kPicksFields[] = {kTripId, kVersion, records("picks", advisor).must()};
constexpr Shape kPicks = {.name = "picks", .fields = kPicksFields};
constexpr Field kCheckedFields[] = {kTripId, kVersion, flag("ready", advisor).must(),
                                    records("findings", advisor).must()};
constexpr Shape kChecked = {.name = "checked", .fields = kCheckedFields};
constexpr Field kGuideFields[] = {label("topic", advisor).must(), label("text", advisor).must()};
constexpr Shape kGuide = {.name = "guide", .fields = kGuideFields};

constexpr mcp::Hints kReads = {
    .read_only = true, .destructive = false, .idempotent = true, .open_world = false};
constexpr mcp::Hints kWrites = {
    .read_only = false, .destructive = false, .idempotent = true, .open_world = false};

constexpr std::array<gateway::ToolRow, 11> kTools = {{
    {"start_session", "Start session",
     "Begin here: who you are, recent trips, what needs attention, what to do next.", &kSession,
     kReads},
    {"find_trips", "Find trips", "Search or list trips by words, client, phase or dates.", &kFound,
     kReads},
    {"read_trip", "Read trip",
     "Read a trip: summary, chosen sections, everything, private facts, history or an older "
     "version.",
     &kRead, kReads},
    {"create_trip", "Create trip",
     "New trip from a title, from a whole document, or as a copy; with its client.", &kWritten,
     kWrites},
    {"edit_trip", "Edit trip",
     "Change a trip: all operations or none. set {path, value}, null clears; add {path of a list, "
     "value}; remove {path}; reorder {path, ids}. Paths: meta/title, lodging/<id>/checkIn, "
     "itinerary/<day id>/activities. Amounts '148.00 EUR', dates 2027-03-11.",
     &kWritten, kWrites},
    {"restore_trip", "Restore trip",
     "Undo the last change, or go back to a version; makes a new version.", &kWritten, kWrites},
    {"save_client", "Save client",
     "Create or change a client: contacts, preferences, documents. Never on a page.", &kClient,
     kWrites},
    {"add_options", "Add options",
     "Store up to 500 captured hotels, rooms, flights or excursions of a trip in one call.",
     &kWritten, kWrites},
    {"recommend_options", "Recommend options",
     "Low, medium and high picks of the stored options with reasons and your commission.", &kPicks,
     kWrites},
    {"check_trip", "Check trip", "Is it ready: dates, overlaps, sums, holds, gaps, private text.",
     &kChecked, kReads},
    {"guide", "Guide",
     "How to work: phases, editing, fields of a section, options, publishing, privacy.", &kGuide,
     kReads},
}};

}  // namespace

std::span<const gateway::ToolRow> tools() {
  return kTools;
}

}  // namespace vg::mcp_trips
