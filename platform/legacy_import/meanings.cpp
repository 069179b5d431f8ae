#include "platform/legacy_import/report.hpp"

#include <array>

namespace vg::legacy_import {
namespace {

struct Meaning {
  std::string_view kind, text;
};
// clang-format off
constexpr std::array<Meaning, 94> kMeanings = {{
    {"accommodation_without_name", "stay without name: skip the item, report"},
    {"activity_client_id_is_email", "client_id holds an e-mail: resolve by e-mail"},
    {"activity_orphan_client", "log entry of a missing client: import without client, report"},
    {"activity_orphan_trip", "log entry of a missing trip: import without trip, report"},
    {"activity_time_not_24h", "start or end time is not HH:MM[:SS]: normalise (see normalised.times) or keep as text; report"},
    {"activity_without_title", "activity title empty: use the description; drop only if that is empty too; report"},
    {"activity_without_trip", "log entry without trip: import without trip"},
    {"assignment_email_case", "e-mail differs in letter case only: compare without case"},
    {"assignment_not_in_json", "the table knows a traveller the JSON copy lacks: the table counts too"},
    {"assignment_orphan_client", "assignment of an unknown e-mail: keep as unlinked traveller when the trip exists; report"},
    {"assignment_orphan_trip", "assignment to a missing trip: skip, report"},
    {"client_email_invalid", "not an e-mail address: import the client without an address"},
    {"client_name_is_group", "the name means several people: import as is, flag"},
    {"client_ref_absent", "a traveller has neither a known e-mail nor a known id: report; keep name/e-mail as an unlinked traveller"},
    {"client_ref_duplicate_in_trip", "the same client twice in one list: one link"},
    {"client_ref_id_email_mismatch", "id and e-mail name two different clients: link by e-mail, report"},
    {"client_ref_resolved_by_id", "the e-mail is unknown, the id is known: link by id, report"},
    {"client_ref_stale_id", "the e-mail is known, the id is not: link by e-mail"},
    {"client_ref_without_email", "a traveller has no e-mail: resolve by client_id; else keep the name"},
    {"clients_empty", "trips_v2.clients is []: import the trip without travellers from this column"},
    {"clients_mixed_assigned_keys", "one list mixes assigned_date and assigned_at: both mean the same instant; accept either"},
    {"commission_rate_expired", "end_date before the day of the dump: import as expired"},
    {"commission_rate_fraction", "percent between 0 and 1: probably a fraction: import unchanged, report"},
    {"commission_rate_text", "rate_value is text: skip, report"},
    {"commission_rate_unkeyed", "neither supplier nor product: skip, report"},
    {"commission_rule_json_invalid", "criteria do not parse: skip, report"},
    {"commission_rule_orphan_rate", "rule of a missing rate: skip, report"},
    {"commission_rule_without_rate", "rule without rate: skip, report"},
    {"facts_dirty_orphan_trip", "queue row of a missing trip: ignore (derived)"},
    {"facts_orphan_trip", "derived row of a missing trip: ignore (derived)"},
    {"financials_conflict", "financials total differs from total_cost: keep both, report; never add them up"},
    {"financials_empty", "financials is {}: use the columns"},
    {"financials_overpaid", "paid more than the total: import, report"},
    {"hotel_json_invalid", "raw_json does not parse: import without amenities, report"},
    {"hotel_name_blank", "hotel without name: skip, report"},
    {"hotel_orphan_trip", "hotel of a missing trip (id or slug): import unattached, report"},
    {"hotel_price_null", "no lead price: price unknown"},
    {"hotel_price_text", "lead price is text: price unknown, report"},
    {"hotel_refundable_text", "refundable is a word: true/false words accepted"},
    {"hotel_without_trip", "hotel without trip: import unattached"},
    {"html_in_text", "markup in a text: import unchanged; escape when shown"},
    {"instruction_inactive", "active is 0: import as inactive"},
    {"json_double_encoded", "a JSON string that holds JSON: decode once more"},
    {"json_null_or_blank", "a JSON column is NULL or an empty text: treat as empty"},
    {"json_raw_newline", "parses only when control characters are allowed in strings (export damage): parse leniently, report"},
    {"mojibake", "UTF-8 read as Latin-1 once: import unchanged, flag"},
    {"notes_list", "notes is a JSON array: one free note per element (objects as their JSON text)"},
    {"notes_plain_text", "trips_v2.notes is not JSON at all: keep the text as one free note"},
    {"notes_scalar", "notes is a number: keep as text"},
    {"notes_string_spread", "notes holds a string exploded into keys 0,1,2,... (UTF-16 units): join the units in numeric order, keep the other keys"},
    {"notes_undefined_key", "notes has a key named undefined: keep the value under a neutral key"},
    {"offers_kept_as_rows", "more hotels and rooms than the offers of a trip hold: kept as rows"},
    {"passport_present", "a passport number is stored in clear: store protected; never print it in a report"},
    {"phone_is_number", "phone is a JSON number: keep its digits as text"},
    {"preferences_free_text", "preferences is text under a key of the same name: keep as free text"},
    {"price_text_in_column", "a REAL column holds text: parse or keep as text; report"},
    {"price_text_in_json", "a price inside JSON is text: parse (see normalised.money) or keep as text; report"},
    {"primary_email_case", "primary e-mail differs in letter case only: compare without case"},
    {"primary_email_known_by_member", "primary e-mail is unknown, but a list element with it has a known id: link through that element, report"},
    {"primary_email_null", "no primary e-mail: nothing to do"},
    {"primary_email_orphan", "primary e-mail is unknown: keep as unlinked traveller, report"},
    {"proposal_html_placeholder", "the stored page says that names and prices are not available: keep as history only"},
    {"proposal_orphan_trip", "proposal of a missing trip: skip, report"},
    {"proposal_payload_invalid", "json_payload does not parse: keep the page, report"},
    {"proposal_version_orphan_trip", "version of a missing trip: skip, report"},
    {"proposal_version_two_current", "two current versions of one base (id is the base): the highest number is current, report"},
    {"proposal_version_without_trip", "version without trip: skip, report"},
    {"rollup_mismatch", "monthly sum differs from the events (id is advisor/month): recompute from the events, report"},
    {"room_json_invalid", "room json does not parse: import from the columns, report"},
    {"room_orphan_hotel", "room of a missing hotel: skip, report"},
    {"room_price_text", "room price is text: parse, report"},
    {"schedule_day_outside_dates", "a day lies outside start_date..end_date: import, report"},
    {"schedule_day_without_activities", "a day has no activities key: day without activities"},
    {"schedule_duplicate_day_number", "two elements carry the same day_number: merge their activities into one day, report"},
    {"schedule_empty", "schedule is []: no days"},
    {"schedule_invalid_json", "schedule does not parse: no days; keep the raw text; report"},
    {"service_json_invalid", "service_data_json does not parse: import from the columns, report"},
    {"service_orphan_trip", "service of a missing trip: import unattached, report"},
    {"service_without_trip", "service without trip: import unattached"},
    {"slug_null", "no slug: make one"},
    {"stay_dates_reversed", "check-out not after check-in: import, report"},
    {"subscription_unknown_tier", "tier not in subscription_tiers: skip, report"},
    {"suspected_test_trip", "the name contains the word test, audit or validation: import, flag; never drop silently"},
    {"text_crlf", "text has CR LF line ends: keep bytes"},
    {"transport_without_endpoints", "neither departure nor arrival place: skip the item, report"},
    {"trip_date_invalid", "not a calendar date: date unknown; keep the text; report"},
    {"trip_dates_reversed", "end before start: import, report"},
    {"trip_history_orphan", "history names a trip that is gone: ignore (history is derived), report"},
    {"trip_name_padded", "spaces around or doubled inside the name: trim and collapse"},
    {"trip_too_large", "more than a document holds: columns are kept as rows"},
    {"usage_orphan_trip", "usage of a missing trip: import without trip"},
    {"workflow_state_no_phase", "workflow state without current_phase: first phase; keep the history"},
    {"workflow_state_null", "no workflow state: first phase, step 1"},
    {"workflow_state_unknown_phase", "phase not among the seven: first phase, report the original"},
}};
// clang-format on

}  // namespace

std::string_view meaning_of(std::string_view kind) {
  for (const Meaning& meaning : kMeanings)
    if (meaning.kind == kind) return meaning.text;
  return {};
}

}  // namespace vg::legacy_import
