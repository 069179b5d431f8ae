#include "legacy/findings.hpp"

namespace vg::legacy {

std::string_view name_of(Count count) {
  static constexpr std::array<std::string_view, kCounts> kNames = {
      "trips",
      "clients",
      "clients_merged_away",
      "assignment_rows_with_trip_and_client",
      "traveller_links",
      "traveller_links_unresolved",
      "traveller_links_from_table",
      "traveller_links_from_json",
      "traveller_links_from_primary",
      "days",
      "activities",
      "accommodations",
      "transport_items",
      "hidden_gems",
      "hotels",
      "hotels_with_known_trip",
      "rooms",
      "travel_services",
      "proposals",
      "proposal_versions",
      "commission_config",
      "commission_rates",
      "commission_rules",
      "instructions",
      "templates",
      "activity_log_entries",
      "advisors",
      "tiers",
      "subscriptions_with_known_tier",
      "usage_events",
      "raw_days",
      "raw_activities",
      "raw_accommodations",
      "raw_transport_items",
      "trips_total_cost_numeric_cents",
      "trips_paid_amount_numeric_cents",
      "hotel_lead_price_numeric_cents",
      "room_total_price_numeric_cents",
      "accommodation_total_cost_numeric_cents"};
  return kNames[static_cast<std::size_t>(count)];
}

}  // namespace vg::legacy
