#include "tests/plans/scenarios.hpp"

#include "store/statements.hpp"
#include "tests/plans/population.hpp"

namespace vg::plans {
namespace {

std::string on(Desk trip, std::string_view more = {}) {
  return R"({"trip_id":")" + trip_id(trip) + "\"" + std::string(more) + "}";
}

std::string edit(Desk trip, std::string_view operation, std::string_view more = {}) {
  return on(trip, R"(,"operations":[)" + std::string(operation) + "]" + std::string(more));
}

std::string set(std::string_view path, std::string_view value) {
  return R"({"op":"set","path":")" + std::string(path) + R"(","value":)" + std::string(value) + "}";
}

constexpr std::string_view kAddStay =
    R"({"op":"add","path":"lodging","value":{"name":"Quinta das Flores","location":"Sintra"}})";

std::string hundred_offers(Desk trip) {
  std::string list;
  for (int i = 0; i < 100; ++i)
    list += std::string(i ? "," : "") + R"({"name":"New hotel )" + std::to_string(i) +
            R"(","city":"Lisbon","price":)" + std::to_string(200 + i * 5) +
            R"(,"rating":8,"stars":4,"refundable":true})";
  return on(trip, R"(,"currency":"EUR","site":"bedbank","options":[)" + list + "]");
}

std::vector<Call> reads() {
  return {
      {"read_trip: summary", "read_trip", on(Desk::read)},
      {"read_trip: history", "read_trip", on(Desk::history, R"(,"view":"history")")},
      {"read_trip: an older version", "read_trip", on(Desk::history, R"(,"version":210)")},
      {"recommend_options", "recommend_options", on(Desk::offers_more)},
      {"manage_publication: status", "manage_publication",
       on(Desk::publish, R"(,"action":"status")")},
      {"start_session", "start_session", "{}"},
  };
}

std::vector<Call> finds() {
  const auto find = [](std::string_view what, const std::string& arguments,
                       Growth growth = Growth::none) {
    return Call{"find_trips: " + std::string(what), "find_trips", "{" + arguments + "}", growth};
  };
  return {
      find("all", ""),
      find("a word", R"("query":"lisbon")"),
      find("two words", R"("query":"wine lisbon")", Growth::listed),
      find("two words that no trip has both", R"("query":"kyoto mountain hut xerxes")",
           Growth::listed),
      find("a client", R"("client_id":")" + frequent_client() + "\""),
      find("a word of a client", R"("query":"honeymoon","client_id":")" + frequent_client() + "\""),
      find("dates", R"("from":"2027-03-01","to":"2028-03-31")"),
      find("dates, a later page", R"("from":"2027-03-01","to":"2028-03-31","cursor":"2027-11-01~)" +
                                      trip_id(Desk::read) + "\""),
      find("a phase", R"("phase":"proposal")"),
      find("a phase, archived too", R"("phase":"past","archived":true)"),
      find("a word of two letters that no trip has", R"("query":"qx")", Growth::listed),
  };
}

std::vector<Call> edits() {
  return {
      {"edit_trip: a field", "edit_trip", edit(Desk::edit_field, set("travelers/count", "3"))},
      {"edit_trip: a field of 60 KB", "edit_trip",
       edit(Desk::edit_heavy, set("travelers/count", "3"))},
      {"edit_trip: a field, first of the day", "edit_trip",
       edit(Desk::edit_first_of_day, set("travelers/count", "3"))},
      {"edit_trip: a stay", "edit_trip", edit(Desk::edit_stay, kAddStay)},
      {"edit_trip: the title", "edit_trip",
       edit(Desk::edit_title, set("meta/title", R"("Spring in the valley")"))},
      {"edit_trip: the phase", "edit_trip",
       edit(Desk::edit_phase, set("meta/phase", R"("confirmed")"))},
      {"edit_trip: the phase, first of the day", "edit_trip",
       edit(Desk::edit_phase_first_of_day, set("meta/phase", R"("confirmed")"))},
      {"edit_trip: the dates", "edit_trip",
       edit(Desk::edit_dates,
            set("dates/start", R"("2027-09-01")") + "," + set("dates/end", R"("2027-09-09")"))},
      {"edit_trip: on an old version", "edit_trip",
       edit(Desk::edit_stale, set("travelers/count", "3"), R"(,"expected_version":1)")},
      {"edit_trip: to be sent again", "edit_trip",
       edit(Desk::edit_again, set("travelers/count", "4"))},
      {"edit_trip: sent again", "edit_trip", edit(Desk::edit_again, set("travelers/count", "4"))},
  };
}

std::vector<Call> other_writes() {
  return {
      {"create_trip: a title", "create_trip", R"({"title":"Nine bridges"})"},
      {"create_trip: for a new client", "create_trip",
       R"({"title":"Nine bridges","destination":"Kyoto","start":"2027-04-01","end":"2027-04-09",
       "client":{"name":"Brand New","email":"brand.new@example.com"}})"},
      {"create_trip: for a client", "create_trip",
       R"({"title":"Ten bridges","destination":"Kyoto","start":"2027-04-01","end":"2027-04-09",
       "client":{"email":"frequent@example.com","name":"Frequent Traveller"}})"},
      {"create_trip: a document of a client", "create_trip",
       R"({"document":{"meta":{"title":"Eleven bridges","clientId":")" + frequent_client() +
           R"("},"dates":{"start":"2027-05-01","end":"2027-05-09"}}})"},
      {"create_trip: a copy", "create_trip", R"({"copy_of":")" + trip_id(Desk::copy_from) + "\"}"},
      {"save_client: a new one", "save_client",
       R"({"client":{"name":"Another One","email":"another.one@example.com","phone":"1"}})"},
      {"save_client: a telephone number", "save_client",
       R"({"client":{"client_id":")" + frequent_client() + R"(","phone":"2"}})"},
      {"save_client: a name on 40 trips", "save_client",
       R"({"client":{"name":"Seldom Traveller","email":"frequent@example.com"}})"},
      {"add_options: 100 offers, the first ones", "add_options",
       hundred_offers(Desk::offers_first)},
      {"add_options: 100 offers", "add_options", hundred_offers(Desk::offers_more)},
      {"recommend_options: attach", "recommend_options",
       on(Desk::attach_offers, R"(,"attach":true)")},
      {"restore_trip: a version", "restore_trip", on(Desk::restore, R"(,"version":210)")},
      {"restore_trip: the last one", "restore_trip", on(Desk::restore_last)},
      {"publish_trip", "publish_trip", on(Desk::publish, R"(,"ignore_blockers":true)")},
      {"manage_publication: rollback", "manage_publication",
       on(Desk::roll_back, R"(,"action":"rollback","target":"production")")},
  };
}

// Statements that are no part of a use case, each with what it is given.
class DirectList {
 public:
  explicit DirectList(const Context& owner) : owner_(owner) {}
  void add(std::string_view name, std::string_view sql, std::vector<store::Cell> own,
           Growth growth = Growth::none) {
    store::Batch batch;
    batch.add(sql, owner_, std::move(own));
    out.push_back({std::string(name), std::move(batch.statements[0]), growth});
  }
  std::vector<Direct> out;

 private:
  const Context& owner_;
};

std::vector<Direct> client_data(const Context& owner) {
  DirectList list(owner);
  const store::Cell trip = trip_id(Desk::history);
  const store::Cell trips = "[\"" + trip_id(Desk::history) + "\"]";
  const store::Cell nobody = store::cell("c_nobody");
  list.add("client data: who", store::kFindClient, {nobody, "nobody@example.com"});
  list.add("client data: trips", store::kTripsOfClient, {nobody});
  list.add("client data: trips of others", store::kTripsNaming, {nobody, "nobody@example.com"},
           Growth::listed);
  list.add("client data: pages", store::kPagesOf, {trips});
  list.add("client data: kept rows", store::kKeptOf, {trips, "nobody@example.com"}, Growth::listed);
  list.add("client data: events", store::kEventsOf, {trip});
  list.add("client data: document", store::kClientDocument, {nobody});
  list.add("client data: a trip", store::kTripAndOffers, {trip});
  list.add("erase: terms", store::kEraseTerms, {trips}, Growth::listed);
  list.add("erase: checkpoints", store::kEraseCheckpoints, {trips});
  list.add("erase: offers", store::kEraseOffers, {trips});
  list.add("erase: publications", store::kErasePublications, {trips});
  list.add("erase: trips", store::kEraseTrips, {R"(["t_none"])"});
  list.add("erase: requests", store::kEraseRequests, {trips}, Growth::listed);
  list.add("erase: events", store::kEraseEvents, {R"(["t_none"])"});
  list.add("erase: the client", store::kEraseClient, {R"(["c_nobody"])"});
  list.add("erase: kept rows", store::kEraseKept, {trips, "nobody@example.com"}, Growth::listed);
  return std::move(list.out);
}

std::vector<Direct> since_the_switch(const Context& owner) {
  DirectList list(owner);
  list.add("since: events", store::kEventsSince,
           {trip_id(Desk::history), std::int64_t{0}, kNow.ms, std::int64_t{200}}, Growth::listed);
  list.add("since: publications", store::kPublicationsSince, {kNow.ms}, Growth::listed);
  return std::move(list.out);
}

}  // namespace

std::vector<Call> calls() {
  std::vector<Call> out = reads();
  for (auto more : {finds(), edits(), other_writes()})
    out.insert(out.end(), more.begin(), more.end());
  return out;
}

namespace {

// What an import asks and writes, of a dump whose first trip is here and whose second is not.
std::vector<Direct> import_statements(const Context& context) {
  std::vector<Direct> out;
  const auto add = [&](std::string_view name, std::string_view sql, std::vector<store::Cell> own,
                       Growth growth = Growth::none) {
    store::Batch batch;
    batch.add(sql, context, std::move(own));
    out.push_back({"import: " + std::string(name), std::move(batch.statements[0]), growth});
  };
  const std::string known = trip_id(Desk::history);
  add("how far it is", store::kImportMark, {"legacy", "0123456789abcdef"});
  add("trips that are here", store::kImportedTrips,
      {R"([")" + known + R"(","t_00000000000000"])", std::int64_t{1}});
  add("what they first said", store::kImportedWords,
      {R"([")" + known + R"(","t_00000000000000"])"});
  add("clients that are here", store::kImportedClients,
      {R"([{"id":")" + frequent_client() +
       R"(","email":null},{"id":"c_0000000000","email":"frequent@example.com"}])"});
  add("a client", store::kImportClient,
      {"c_0000000000", "one more", "one.more@example.com", " one more",
       R"({" on":1,"one":1,"ne ":1})", R"({"name":"One More","email":"one.more@example.com"})"});
  add("a row", store::kKeepRow,
      {"legacy", "ActivityLog", "new", known, "history", R"({"activity_id":"new"})"});
  add("a row that is here", store::kKeepRow,
      {"legacy", "ActivityLog", "1", known, "history", R"({"activity_id":1})"});
  std::vector<store::Cell> rows = {"legacy"};
  for (std::size_t i = 0; i < store::kRowsTogether; ++i)
    for (const std::string_view part : {"ActivityLog", "", "t_1", "history", "{}"})
      rows.push_back(part.empty() ? store::cell("more " + std::to_string(i)) : store::cell(part));
  add("rows", store::kKeepRows, std::move(rows));
  add("words of trips", store::kIndexTrips, {R"([")" + known + R"(","t_00000000000000"])"});
  add("rows that are here", store::kKeptRows, {"legacy", "ActivityLog", R"(["1","2","none"])"});
  add("rows by table", store::kCountKept, {"legacy"}, Growth::listed);
  add("the mark", store::kMarkImport,
      {"legacy", "0123456789abcdef", std::int64_t{3}, std::int64_t{1}});
  return out;
}

}  // namespace

std::vector<Direct> direct_statements() {
  const Context owner{.now = kNow, .ids = IdSource({7}), .actor = Actor::local(kTenant)};
  const store::Cell trip = store::cell(trip_id(Desk::history));
  constexpr std::int64_t kDay = 24 * 60 * 60 * 1000;
  DirectList list(owner);
  std::vector<Direct>& out = list.out;
  const auto add = [&](std::string_view name, std::string_view sql, std::vector<store::Cell> own,
                       Growth growth = Growth::none) {
    list.add(name, sql, std::move(own), growth);
  };
  add("token create", store::kInsertToken,
      {"0123456789abcdef", "laptop", "read write", store::Cell()});
  add("token list", store::kListTokens, {});
  add("token revoke", store::kRevokeToken, {"laptop"});
  add("token create: a subject again", store::kAdmitSubject,
      {"0123456789abcdef", "laptop", "read", store::Cell()});
  add("compact: checkpoints", store::kCheckpointTrips, {std::int64_t{200}, std::int64_t{100}},
      Growth::listed);
  add("compact: requests", store::kForgetRequests, {kNow.ms - kDay}, Growth::listed);
  add("forget: what may go", store::kForgettable, {std::int64_t{50}, kNow.ms, std::int64_t{100}},
      Growth::listed);
  add("forget: what was published", store::kPublishedBefore,
      {store::cell(trip_id(Desk::publish)), std::int64_t{200}});
  add("forget: a checkpoint", store::kInsertCheckpoint, {trip, std::int64_t{100}, "{}"});
  add("forget: checkpoints", store::kForgetCheckpoints, {trip, std::int64_t{200}});
  add("forget: events", store::kForgetEvents, {trip, std::int64_t{200}});
  add("audit: trips", store::kAuditTrips, {"", "", std::int64_t{10}});
  add("audit: events", store::kAuditEvents, {trip});
  add("audit: checkpoints", store::kAuditCheckpoints, {trip});
  out.push_back({"audit: orphans", {store::kAuditOrphans, {}}, Growth::listed});
  for (auto more : {import_statements(owner), client_data(owner), since_the_switch(owner)})
    out.insert(out.end(), more.begin(), more.end());
  return out;
}

}  // namespace vg::plans
