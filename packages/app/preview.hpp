// Links that show the page of a trip to whoever holds them, until they expire. Signed, not stored.
#pragma once

#include "app/action.hpp"
#include "app/environment.hpp"
#include "base/calendar.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace vg::app {

inline constexpr std::int64_t kPreviewMs = 24 * 60 * 60 * 1000;

// `<public_url>/preview/<ticket>`; empty when the installation serves no HTTP.
std::string preview_link(const Environment& environment, std::string_view tenant,
                         std::string_view trip_id, std::string_view theme, Instant now);

struct PreviewTicket {
  std::string tenant, trip_id, theme;
};
// Nothing when the signature is wrong or the time is over.
std::optional<PreviewTicket> read_ticket(const Environment& environment, std::string_view ticket,
                                         Instant now);

// Renders the present version of a trip; the reply's `html` is the page. The context's actor says
// whose trip it is.
ActionPtr make_page(const Environment& environment, std::string trip_id, std::string theme);

}  // namespace vg::app
