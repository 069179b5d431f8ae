#include "mcp-trips/prompts.hpp"

#include <array>

namespace vg::mcp_trips {
namespace {

constexpr std::array<mcp::PromptArgument, 2> kNew = {{
    {"wish", "What the client wants, in their words", true},
    {"client", "Name or e-mail address of the client", false},
}};
constexpr std::array<mcp::PromptArgument, 1> kTrip = {{
    {"trip_id", "The trip; completed from titles, clients and places", true},
}};

constexpr std::array<gateway::PromptRow, 5> kPrompts = {{
    {"new_trip", "Plan a new trip", "Interview: from a wish to a trip with dates and days", kNew,
     "A client wants a trip. Their words: {wish}\nClient: {client}\n"
     "Read guide with topic interview. Ask me only what is missing and cannot wait: dates, who "
     "travels, budget, pace. Then create the trip in one create_trip call, and fill its days in "
     "one "
     "edit_trip call. Do not invent prices."},
    {"plan_days", "Plan the days", "Planning: fill the days of a trip and mend what does not fit",
     kTrip,
     "Work on the trip {trip_id}. Read guide with topic planning, then read_trip. Propose what the "
     "open days could hold, wait for my choice, and store it in one edit_trip call. End with "
     "check_trip and tell me what is still open."},
    {"make_proposal", "Make the proposal",
     "Proposal: options, prices and a page that the client understands", kTrip,
     "Prepare the proposal of {trip_id}. Read guide with topic proposal. Rank what is stored with "
     "recommend_options, attach the picks that I confirm, run check_trip, then show me the preview "
     "link of render_trip and what the page does not show."},
    {"publish_page", "Publish the page", "Publishing: staging first, production after a yes", kTrip,
     "Publish {trip_id}. Run check_trip and mend or tell me every blocker. Publish to staging, "
     "give "
     "me the link, and publish to production only after I have said yes to what is there."},
    {"confirm_booking", "Confirm the booking",
     "Confirmed: bookings, documents and what is due before departure", kTrip,
     "{trip_id} is booked. Read guide with topic confirmed. Ask me for confirmation numbers and "
     "final prices, store them in one edit_trip call, set the phase, and list what is due before "
     "departure with dates."},
}};

}  // namespace

std::span<const gateway::PromptRow> prompts() {
  return kPrompts;
}

}  // namespace vg::mcp_trips
