#include "legacy/old_rows.hpp"

#include <gtest/gtest.h>

namespace vg::legacy {
namespace {

using testing::each_row;
using testing::OldRows;
using testing::Told;

struct Case {
  std::string_view table, values;
  std::string_view reason;  // ` trip` behind it when the row belongs to one
  std::vector<std::string_view> kinds;
};

struct Known final : OldRows {
  Known() {
    trips = {1};
    hotels = {10};
    rates = {20};
    tiers = {"pro"};
    clients["ann@example.com"] = "c_ann";
    numbers[5] = "ann@example.com";
  }
};

void check(const Case& c) {
  Known source;
  Told told;
  std::string reason;
  const std::string fault =
      each_row("CREATE TABLE " + std::string(c.table) + ";\nINSERT INTO " +
                   std::string(c.table.substr(0, c.table.find(' '))) + " VALUES(" +
                   std::string(c.values) + ");",
               [&](const Row& row) {
                 const Judgement judged = judge(row, source, told);
                 reason = std::string(judged.reason) + (judged.trip ? " trip" : "");
               });
  EXPECT_EQ(fault, "") << c.table;
  EXPECT_EQ(reason, c.reason) << c.table << " " << c.values;
  std::set<std::string, std::less<>> wanted(c.kinds.begin(), c.kinds.end());
  EXPECT_EQ(told.kinds, wanted) << c.table << " " << c.values;
}

TEST(Judge, FindsWhatIsWrongWithARow) {
  constexpr std::string_view kLog = "ActivityLog (activity_id, client_id, trip_id)";
  constexpr std::string_view kAssigned =
      "trip_client_assignments (assignment_id, trip_id, client_email, client_role)";
  constexpr std::string_view kHotel =
      "hotel_cache (id, trip_id, name, lead_price_amount, refundable, raw_json)";
  constexpr std::string_view kRate =
      "commission_rates (id, supplier, product_type, rate_type, rate_value, end_date, active)";
  constexpr std::string_view kRule = "commission_rules (id, criteria_json, rate_id)";
  const Case cases[] = {
      {kLog, "1,5,1", "history trip", {}},
      {kLog, "1,6,2", "history", {"activity_orphan_client", "activity_orphan_trip"}},
      {kLog,
       "1,'ann@example.com',NULL",
       "history",
       {"activity_client_id_is_email", "activity_without_trip"}},
      {kAssigned, "1,1,'ann@example.com','lead'", "assignment trip", {}},
      {kAssigned, "1,1,'Ann@example.com','lead'", "assignment trip", {"assignment_email_case"}},
      {kAssigned,
       "1,2,'bob@example.com','lead'",
       "assignment",
       {"assignment_orphan_trip", "assignment_orphan_client"}},
      {kHotel, "1,'1','Inn',200,1,'{}'", "offer trip", {}},
      {kHotel,
       "1,NULL,' ','TBD','yes','{'",
       "set_aside",
       {"hotel_without_trip", "hotel_name_blank", "hotel_price_text", "hotel_refundable_text",
        "hotel_json_invalid"}},
      {"rooms_cache (id, hotel_id, total_price, json)", "1,10,400,NULL", "offer", {}},
      {"rooms_cache (id, hotel_id, total_price, json)",
       "1,11,'400','['",
       "set_aside",
       {"room_orphan_hotel", "room_price_text", "room_json_invalid"}},
      {"proposals (proposal_id, trip_id, rendered_html, json_payload)",
       "1,'2','not available','{'",
       "set_aside",
       {"proposal_payload_invalid", "proposal_html_placeholder", "proposal_orphan_trip"}},
      {kRate, "1,'sea','cruise','percent',10,NULL,1", "configuration", {}},
      {kRate,
       "1,NULL,'','percent',0.1,'2025-01-01',1",
       "set_aside",
       {"commission_rate_unkeyed", "commission_rate_fraction", "commission_rate_expired"}},
      {kRule, "1,'{}',20", "configuration", {}},
      {kRule,
       "1,'{',21",
       "set_aside",
       {"commission_rule_json_invalid", "commission_rule_orphan_rate"}},
      {"subscriptions (id, tier)", "1,'pro'", "billing", {}},
      {"subscriptions (id, tier)", "1,'gold'", "set_aside", {"subscription_unknown_tier"}},
      {"llm_query_log (id)", "1", "telemetry", {}},
      {"trip_search_surface (id)", "1", "derived", {}},
      {"system_config (id)", "1", "housekeeping", {}},
      {"somebody_elses (id)", "1", "unknown_table", {}},
      {"clients_v2 (client_id, email, full_name, contact_info)",
       "1,'ann@example.com','Ann','{}'",
       "",
       {}},
      {"clients_v2 (client_id, email, full_name, contact_info, trip_history)",
       R"(1,'none','The Ann Family','{"phone":5}','[{"trip_id":9}]')",
       "",
       {"client_email_invalid", "client_name_is_group", "phone_is_number", "trip_history_orphan"}},
  };
  for (const Case& c : cases) check(c);
}

TEST(Judge, GivesNoReasonThatIsNotListed) {
  const std::string all = " " + std::string(kReasons) + " ";
  for (std::string_view table : {"advisors", "usage_events", "trip_facts", "instruction_sets",
                                 "HtmlDocumentTemplates", "commission_config", "unheard_of"}) {
    Known source;
    Told told;
    each_row("CREATE TABLE " + std::string(table) + " (id);\nINSERT INTO " + std::string(table) +
                 " VALUES(1);",
             [&](const Row& row) {
               const Judgement judged = judge(row, source, told);
               EXPECT_NE(all.find(" " + std::string(judged.reason) + " "), std::string::npos)
                   << table << ": " << judged.reason;
             });
  }
}

}  // namespace
}  // namespace vg::legacy
