// What is wrong with the rows of the tables that are kept as they are, and where they belong.
#include "base/digest.hpp"
#include "base/text.hpp"
#include "json/write.hpp"
#include "legacy/trip_parts.hpp"

#include <array>

namespace vg::legacy {

using json::Value;

namespace {

class Judge {
 public:
  Judge(const Row& row, Source& source, Findings& findings)
      : row_(row), source_(source), findings_(findings), key_(row.key()) {}

  void dirt(std::string_view kind, std::string_view detail = {}) {
    findings_.dirt(kind, row_.table->name, key_, detail);
  }
  void orphan(std::string_view column, std::string_view to) {
    findings_.orphan(row_.table->name + "." + std::string(column), key_,
                     lower_trimmed(to_text(row_.cell(column))), to);
  }

  // The trip that a column names, as a number or as text.
  std::optional<std::int64_t> trip(std::string_view column = "trip_id") {
    const Cell cell = row_.cell(column);
    const auto id = cell.is_text()                   ? parse_integer(cell.text)
                    : cell.kind == CellKind::integer ? std::optional(cell.integer)
                                                     : std::nullopt;
    return id && source_.has_trip(*id) ? id : std::nullopt;
  }

  Judgement trip_of(std::string_view without, std::string_view lost, std::string_view reason) {
    const auto found = trip();
    if (found) return {found, reason};
    if (row_.cell("trip_id").is_null()) {
      if (!without.empty()) dirt(without);
    } else {
      dirt(lost);
      orphan("trip_id", "trips_v2");
    }
    return {std::nullopt, reason};
  }

  bool broken(std::string_view column) {
    json::Arena arena;
    return read_json(arena, row_.cell(column)).state == JsonState::broken;
  }

  std::int64_t cents(std::string_view column) {
    json::Arena arena(256);
    return hundredths(cell_value(arena, row_.cell(column)));
  }

  void same(std::string_view kind, std::string_view group) {
    findings_.same(kind, row_.table->name, group, key_);
  }

  void crlf() {
    for (const Cell& cell : row_.cells)
      if (cell.is_text() && cell.text.find("\r\n") != std::string_view::npos)
        return dirt("text_crlf");
  }

  const Row& row() const { return row_; }
  Source& source() { return source_; }
  Findings& findings() { return findings_; }
  bool is_blank(std::string_view column) const {
    const Cell cell = row_.cell(column);
    return cell.is_null() || (cell.is_text() && trim(cell.text).empty());
  }

 private:
  const Row& row_;
  Source& source_;
  Findings& findings_;
  std::string key_;
};

Judgement assignment(Judge& judge) {
  const auto trip = judge.trip();
  const std::string_view email = judge.row().text("client_email");
  const auto client = judge.source().client_by_email(email);
  judge.same("assignment_same_pair_other_role",
             to_text(judge.row().cell("trip_id")) + "\n" + lower_trimmed(email));
  if (!trip) {
    judge.dirt("assignment_orphan_trip");
    judge.orphan("trip_id", "trips_v2");
  }
  if (!client) {
    judge.dirt("assignment_orphan_client");
    judge.orphan("client_email", "clients_v2");
  } else if (!client->exact) {
    judge.dirt("assignment_email_case");
  }
  if (trip && client) judge.findings().add(Count::assignment_rows_with_trip_and_client);
  return {trip, "assignment"};
}

Judgement activity(Judge& judge) {
  const Cell client = judge.row().cell("client_id");
  judge.findings().add(Count::activity_log_entries);
  if (client.is_text()) {
    judge.dirt("activity_client_id_is_email");
  } else if (client.kind == CellKind::integer && !judge.source().client_by_id(client.integer)) {
    judge.dirt("activity_orphan_client");
    judge.orphan("client_id", "clients_v2");
  }
  return judge.trip_of("activity_without_trip", "activity_orphan_trip", "history");
}

Judgement hotel(Judge& judge) {
  const Cell price = judge.row().cell("lead_price_amount");
  const bool blank = judge.is_blank("name");
  Judgement out = judge.trip_of("hotel_without_trip", "hotel_orphan_trip", "offer");
  if (blank) judge.dirt("hotel_name_blank");
  judge.findings().add(Count::hotels, blank ? 0 : 1);
  judge.findings().add(Count::hotels_with_known_trip, out.trip && !blank ? 1 : 0);
  judge.findings().add(Count::hotel_lead_price, judge.cents("lead_price_amount"));
  if (price.is_text()) judge.dirt("hotel_price_text");
  if (price.is_null()) judge.dirt("hotel_price_null");
  if (judge.row().cell("refundable").is_text()) judge.dirt("hotel_refundable_text");
  if (judge.broken("raw_json")) judge.dirt("hotel_json_invalid");
  if (!judge.is_blank("giata_id")) judge.same("hotel_same_giata", judge.row().text("giata_id"));
  if (blank || !out.trip) out.reason = blank ? "set_aside" : "unattached";
  return out;
}

Judgement room(Judge& judge) {
  const Cell hotel = judge.row().cell("hotel_id");
  const bool known = hotel.kind == CellKind::integer && judge.source().has_hotel(hotel.integer);
  judge.findings().add(Count::rooms, known ? 1 : 0);
  if (!known) {
    judge.dirt("room_orphan_hotel");
    judge.orphan("hotel_id", "hotel_cache");
  }
  judge.findings().add(Count::room_total_price, judge.cents("total_price"));
  if (judge.row().cell("total_price").is_text()) judge.dirt("room_price_text");
  if (judge.broken("json")) judge.dirt("room_json_invalid");
  return {judge.trip(), known ? "offer" : "set_aside"};
}

Judgement service(Judge& judge) {
  judge.findings().add(Count::travel_services);
  if (judge.broken("service_data_json")) judge.dirt("service_json_invalid");
  Judgement out = judge.trip_of("service_without_trip", "service_orphan_trip", "offer");
  if (!out.trip) out.reason = "unattached";
  return out;
}

Judgement proposal(Judge& judge) {
  const std::string_view html = judge.row().text("rendered_html");
  if (judge.broken("json_payload")) judge.dirt("proposal_payload_invalid");
  if (html.find("not available") != std::string_view::npos) judge.dirt("proposal_html_placeholder");
  judge.same("proposal_same_html", html);
  Judgement out = judge.trip_of({}, "proposal_orphan_trip", "proposal");
  judge.findings().add(Count::proposals, out.trip ? 1 : 0);
  if (!out.trip) out.reason = "set_aside";
  return out;
}

Judgement proposal_version(Judge& judge) {
  if (judge.row().cell("is_current_version") == Cell{CellKind::integer, 1, {}})
    judge.findings().same(kTwoCurrent, judge.row().table->name,
                          judge.row().text("proposal_base_id"),
                          judge.row().text("proposal_base_id"));
  Judgement out =
      judge.trip_of("proposal_version_without_trip", "proposal_version_orphan_trip", "proposal");
  judge.findings().add(Count::proposal_versions, out.trip ? 1 : 0);
  if (!out.trip) out.reason = "set_aside";
  return out;
}

Judgement rate(Judge& judge) {
  const Row& row = judge.row();
  const Cell value = row.cell("rate_value");
  const bool keyed = !row.cell("supplier").is_empty() || !row.cell("product_type").is_empty();
  if (!keyed) judge.dirt("commission_rate_unkeyed");
  if (!value.is_number()) judge.dirt("commission_rate_text");
  const std::int64_t cents = judge.cents("rate_value");
  if (row.text("rate_type") == "percent" && cents > 0 && cents < 100)
    judge.dirt("commission_rate_fraction");
  const std::string_view end = row.text("end_date");
  if (!end.empty() && end < judge.source().as_of) judge.dirt("commission_rate_expired");
  const Cell active = row.cell("active");
  if (keyed && active.kind == CellKind::integer && active.integer != 0)
    judge.same("commission_rate_same_key",
               to_text(row.cell("supplier")) + "\n" + to_text(row.cell("product_type")));
  const bool good = keyed && value.is_number();
  judge.findings().add(Count::commission_rates, good ? 1 : 0);
  return {std::nullopt, good ? "configuration" : "set_aside"};
}

Judgement rule(Judge& judge) {
  const Cell rate = judge.row().cell("rate_id");
  bool good = true;
  if (judge.broken("criteria_json")) {
    judge.dirt("commission_rule_json_invalid");
    good = false;
  }
  if (rate.is_null()) {
    judge.dirt("commission_rule_without_rate");
    good = false;
  } else if (rate.kind != CellKind::integer || !judge.source().has_rate(rate.integer)) {
    judge.dirt("commission_rule_orphan_rate");
    judge.orphan("rate_id", "commission_rates");
    good = false;
  }
  judge.findings().add(Count::commission_rules, good ? 1 : 0);
  return {std::nullopt, good ? "configuration" : "set_aside"};
}

Judgement instruction(Judge& judge) {
  judge.findings().add(Count::instructions);
  judge.crlf();
  const Cell active = judge.row().cell("active");
  if (active.kind == CellKind::integer && active.integer == 0) judge.dirt("instruction_inactive");
  return {std::nullopt, "instruction"};
}

Judgement subscription(Judge& judge) {
  const std::string_view tier = judge.row().text("tier");
  const bool known = judge.source().has_tier(tier);
  judge.findings().add(Count::subscriptions_with_known_tier, known ? 1 : 0);
  if (known) return {std::nullopt, "billing"};
  judge.dirt("subscription_unknown_tier");
  judge.orphan("tier", "subscription_tiers");
  return {std::nullopt, "set_aside"};
}

// A derived row of a trip, or a usage of one.
Judgement follows_trip(Judge& judge, std::string_view lost, std::string_view reason) {
  return judge.trip_of({}, lost, reason);
}

Judgement counted(Judge& judge, Count count, std::string_view reason) {
  judge.findings().add(count);
  return {std::nullopt, reason};
}

Judgement client_row(Judge& judge) {
  const Row& row = judge.row();
  const std::string_view email = row.text("email");
  const std::string_view name = row.text("full_name");
  json::Arena arena;
  if (is_address(email))
    judge.same("client_email_same_ignoring_case_and_spaces", lower_trimmed(email));
  else
    judge.dirt("client_email_invalid");
  if (name.find('&') != std::string_view::npos ||
      (" " + fold(name) + " ").find(" family ") != std::string::npos)
    judge.dirt("client_name_is_group");
  if (!fold(name).empty())
    judge.findings().same("client_same_name_other_email", row.table->name, fold(name), row.key(),
                          lower_trimmed(email));
  const ReadJson contact = read_json(arena, row.cell("contact_info"));
  if (contact.state == JsonState::blank) judge.dirt("json_null_or_blank", "contact_info");
  const Value phone = contact.value.get("phone");
  if (!phone.is_null() && !phone.is_string()) judge.dirt("phone_is_number");
  const Value papers = read_json(arena, row.cell("travel_docs")).value;
  if (!is_blank(papers.get("passport_number"))) judge.dirt("passport_present");
  if (read_json(arena, row.cell("preferences")).value.get("preferences").is_string())
    judge.dirt("preferences_free_text");
  for (const Value& trip : read_json(arena, row.cell("trip_history")).value.items()) {
    const Value id = trip.get("trip_id");
    if (id.is(json::Kind::integer) && judge.source().has_trip(id.integer())) continue;
    judge.dirt("trip_history_orphan");
    judge.findings().orphan("clients_v2.trip_history", row.key(), json::write(id), "trips_v2");
  }
  return {};
}

struct Rule {
  std::string_view table;
  Judgement (*judge)(Judge&);
};
constexpr std::array kRules = {
    Rule{"clients_v2", client_row},
    Rule{"trip_client_assignments", assignment},
    Rule{"ActivityLog", activity},
    Rule{"hotel_cache", hotel},
    Rule{"rooms_cache", room},
    Rule{"travel_services", service},
    Rule{"proposals", proposal},
    Rule{"proposal_versions", proposal_version},
    Rule{"commission_rates", rate},
    Rule{"commission_rules", rule},
    Rule{"instruction_sets", instruction},
    Rule{"subscriptions", subscription},
    Rule{"commission_config",
         [](Judge& j) { return counted(j, Count::commission_config, "configuration"); }},
    Rule{"HtmlDocumentTemplates",
         [](Judge& j) { return counted(j, Count::templates, "instruction"); }},
    Rule{"advisors", [](Judge& j) { return counted(j, Count::advisors, "billing"); }},
    Rule{"subscription_tiers", [](Judge& j) { return counted(j, Count::tiers, "billing"); }},
    Rule{"usage_events",
         [](Judge& j) {
           j.findings().add(Count::usage_events);
           return follows_trip(j, "usage_orphan_trip", "billing");
         }},
    Rule{"trip_facts", [](Judge& j) { return follows_trip(j, "facts_orphan_trip", "derived"); }},
    Rule{"facts_dirty",
         [](Judge& j) { return follows_trip(j, "facts_dirty_orphan_trip", "derived"); }},
    Rule{"llm_trip_context",
         [](Judge& j) {
           j.same("context_same_key", to_text(j.row().cell("natural_key")));
           return Judgement{std::nullopt, "derived"};
         }},
    Rule{"email_processing_log",
         [](Judge& j) {
           j.crlf();
           return Judgement{std::nullopt, "telemetry"};
         }},
};

// Tables without a rule of their own, by what they held.
std::string_view reason_of(std::string_view table) {
  constexpr std::string_view kTelemetry =
      " llm_query_log llm_failed_queries llm_query_sessions query_performance_log db_errors "
      "maintenance_reports ";
  constexpr std::string_view kDerived =
      " trip_search_surface trip_search_surface_dirty llm_faq_cache instruction_access_log "
      "processed_emails ";
  constexpr std::string_view kBilling = " entitlement_overrides usage_monthly_rollup ";
  const std::string word = " " + to_lower_ascii(table) + " ";
  if (kTelemetry.find(word) != std::string_view::npos) return "telemetry";
  if (kDerived.find(word) != std::string_view::npos) return "derived";
  return kBilling.find(word) != std::string_view::npos ? "billing" : "housekeeping";
}

}  // namespace

Judgement judge(const Row& row, Source& source, Findings& findings) {
  if (row.table->kind == TableKind::unknown) return {std::nullopt, "unknown_table"};
  for (const Rule& rule : kRules) {
    if (!same_word(rule.table, row.table->name)) continue;
    Judge judge(row, source, findings);
    return rule.judge(judge);
  }
  return {std::nullopt, reason_of(row.table->name)};
}

}  // namespace vg::legacy
