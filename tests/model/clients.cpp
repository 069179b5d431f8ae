#include "tests/model/clients.hpp"

#include "app/fold.hpp"
#include "json/write.hpp"
#include "store/statements.hpp"
#include "tests/model/tree.hpp"

#include <barrier>
#include <chrono>
#include <mutex>
#include <random>
#include <thread>

namespace vg::model {
namespace {

using Kind = Call::Kind;
using Answer = Call::Answer;

std::int64_t clock_now() {
  return std::chrono::steady_clock::now().time_since_epoch().count();
}

// The number after `at version` in a message; 0 when there is none.
std::int64_t version_in(const std::string& message) {
  constexpr std::string_view kBefore = "at version ";
  const std::size_t at = message.find(kBefore);
  return at == std::string::npos ? 0 : std::atoll(message.c_str() + at + kBefore.size());
}

// Ids of trips that clients were told, for all of them to see.
class Board {
 public:
  // An empty text, or what is wrong with the id.
  std::string tell(const std::string& trip, const std::string& id) {
    const std::lock_guard lock(mutex_);
    const auto [known, added] = ids_.try_emplace(trip, id);
    return known->second == id
               ? std::string()
               : trip + " is " + known->second + " for one client and " + id + " for another";
  }
  std::string id_of(const std::string& trip) {
    const std::lock_guard lock(mutex_);
    const auto known = ids_.find(trip);
    return known == ids_.end() ? std::string() : known->second;
  }
  std::map<std::string, std::string> ids() {
    const std::lock_guard lock(mutex_);
    return ids_;
  }

 private:
  std::mutex mutex_;
  std::map<std::string, std::string> ids_;
};

// One request as it is sent, and the call that is written down for it.
struct Request {
  const char* tool;
  Map arguments;
  Call call;
};

class Client {
 public:
  Client(test::Workbench& bench, Board& board, const Crowd& crowd, int number)
      : bench_(bench),
        board_(board),
        crowd_(crowd),
        number_(number),
        tenant_(name_of_tenant(crowd, number % 2)),
        other_(name_of_tenant(crowd, (number + 1) % 2)),
        random_(crowd.seed * 100 + static_cast<unsigned>(number)) {}

  static std::string name_of_tenant(const Crowd& crowd, int which) {
    return (which == 0 ? "agency" : "other") + std::to_string(crowd.seed);
  }

  void run() {
    for (int trip = 0; trip < crowd_.trips; ++trip) create(trip);
    for (int i = 0; i < crowd_.calls; ++i) any_call(i);
    for (std::thread& late : late_) late.join();
  }

  // Every version of every trip, and that there are no more.
  void audit() {
    for (const auto& [trip, id] : board_.ids())
      if (trip.starts_with(tenant_ + "/")) {
        seen_[trip] = 0;
        send(reading(trip, id, 0));
        for (std::int64_t version = 1; version <= seen_[trip] + 1; ++version)
          send(reading(trip, id, version));
      }
  }

  std::vector<Call> calls;
  std::string wrong;

 private:
  std::size_t below(std::size_t bound) { return random_() % bound; }
  bool chance(std::size_t n) { return below(n) == 0; }

  void create(int number) {
    const std::string trip = tenant_ + "/" + std::to_string(number);
    // The same words and the same key in both tenants: they must not meet.
    const std::string title = "Trip " + std::to_string(number);
    Request request{"create_trip", {{"title", title}}, {}};
    if (number % 2 == 0) request.arguments["idempotency_key"] = "create " + std::to_string(number);
    request.call.kind = Kind::create;
    request.call.trip = trip;
    request.call.request = "create";
    request.call.value = title;
    const test::Called called = insist(request);
    const std::string problem = board_.tell(trip, called.text_at("trip_id"));
    if (!problem.empty()) wrong = problem;
  }

  void any_call(int i) {
    const std::string trip =
        tenant_ + "/" + std::to_string(below(static_cast<std::size_t>(crowd_.trips)));
    const std::string id = board_.id_of(trip);
    switch (below(12)) {
      case 0: return look_over_the_fence(i);
      case 1:
      case 2: return send(reading(trip, id, 0));
      case 3:
        return send(reading(
            trip, id,
            1 + static_cast<std::int64_t>(below(static_cast<std::size_t>(seen_[trip]) + 2))));
      case 4:
      case 5: return write(restoring(trip, id, i));
      default: return write(editing(trip, id, i));
    }
  }

  // A trip of the other tenant looks like none, whoever writes to it at the same time.
  void look_over_the_fence(int i) {
    const std::string id = board_.id_of(other_ + "/0");
    const std::string trip = tenant_ + "/not ours " + id;
    if (id.empty()) return;
    if (chance(2)) return send(reading(trip, id, 0));
    write(chance(2) ? editing(trip, id, i) : restoring(trip, id, i));
  }

  static Request reading(const std::string& trip, const std::string& id, std::int64_t version) {
    Request out{"read_trip", {{"trip_id", id}}, {}};
    out.call.kind = Kind::read;
    out.call.trip = trip;
    out.call.wanted = version;
    if (version != 0) out.arguments["version"] = version;
    return out;
  }

  Request editing(const std::string& trip, const std::string& id, int i) {
    const std::string value = std::to_string(number_) + "-" + std::to_string(i);
    const Tree title = Map{{"op", "set"}, {"path", "meta/title"}, {"value", value}};
    const Tree stay = Map{
        {"op", "add"}, {"path", "lodging"}, {"value", Map{{"id", "h-" + value}, {"name", value}}}};
    Request out{"edit_trip", {{"trip_id", id}, {"operations", List{title, stay}}}, {}};
    out.call.kind = Kind::edit;
    out.call.value = value;
    complete(out, trip, i);
    return out;
  }

  Request restoring(const std::string& trip, const std::string& id, int i) {
    const auto wanted =
        1 + static_cast<std::int64_t>(below(static_cast<std::size_t>(seen_[trip]) + 1));
    Request out{"restore_trip", {{"trip_id", id}, {"version", wanted}}, {}};
    out.call.kind = Kind::restore;
    out.call.wanted = wanted;
    complete(out, trip, i);
    return out;
  }

  // What every write to a trip may have. Without a key, equal restores of two clients are one
  // request.
  void complete(Request& request, const std::string& trip, int i) {
    request.call.trip = trip;
    if (chance(4) && seen_[trip] > 0) {
      request.call.expected = seen_[trip];
      request.arguments["expected_version"] = seen_[trip];
    }
    request.call.request = to_json(request.arguments);
    if (chance(3)) {
      // Of every client of the other tenant too.
      const std::string key = std::to_string(number_ / 2) + "-" + std::to_string(i);
      request.arguments["idempotency_key"] = key;
      request.call.request = std::string(request.tool) + " " + key;
    }
  }

  void write(const Request& request) {
    insist(request);
    for (std::size_t more = chance(5) ? 1 + below(3) : 0; more > 0; --more) insist(request);
  }

  // Sends it until there is an answer.
  test::Called insist(const Request& request) {
    while (chance(4)) fail_to_hear(request);
    for (int tries = 0; tries < 100; ++tries) {
      test::Called called = ask(request);
      if (calls.back().answer != Answer::unknown) return called;
    }
    wrong = "no answer to " + describe(request.call);
    return {};
  }

  void send(const Request& request) { (void)ask(request); }

  // The request, or its answer, gets lost or is late.
  void fail_to_hear(const Request& request) {
    Call call = request.call;
    call.invoked = clock_now();
    calls.push_back(call);
    switch (below(3)) {
      case 0: return;
      case 1: (void)bring(request); return;
      default: late_.emplace_back([this, request] { (void)bring(request); });
    }
  }

  test::Called bring(const Request& request) const {
    if (crowd_.forgetful && request.call.kind == Kind::edit) {
      Tree arguments = request.arguments;
      arguments.as_map()["idempotency_key"] = std::to_string(clock_now());
      return bench_.call_as(Actor::local(tenant_), request.tool, to_json(arguments));
    }
    return bench_.call_as(Actor::local(tenant_), request.tool, to_json(request.arguments));
  }

  test::Called ask(const Request& request) {
    Call call = request.call;
    call.invoked = clock_now();
    test::Called called = bring(request);
    call.answered = clock_now();
    write_down(call, called);
    calls.push_back(call);
    seen_[call.trip] = std::max(seen_[call.trip], call.version);
    return called;
  }

  static void write_down(Call& call, const test::Called& called) {
    if (called.ok) {
      const std::string status = called.text_at("status");
      call.answer = status.empty()          ? Answer::found
                    : status == "duplicate" ? Answer::duplicate
                                            : Answer::applied;
      call.version = called.number_at("version");
      call.applied_as = called.number_at("applied_as");
      if (call.answer == Answer::found) call.found = called.text_at("title");
      return;
    }
    call.version = 0;
    switch (called.error.code) {
      case ErrorCode::conflict:
        call.answer = Answer::conflict;
        call.version = version_in(called.error.message);
        return;
      case ErrorCode::not_found: call.answer = Answer::not_found; return;
      case ErrorCode::unavailable:
        call.answer = Answer::unknown;
        call.answered = kNever;
        call.found = "unavailable";
        return;
      default:
        call.answer = Answer::invalid;
        // Shown when this was not to be expected.
        if (called.error.code != ErrorCode::invalid) call.found = vg::describe(called.error);
    }
  }

  test::Workbench& bench_;
  Board& board_;
  const Crowd& crowd_;
  int number_;
  std::string tenant_, other_;
  std::mt19937 random_;
  std::map<std::string, std::int64_t> seen_;  // the newest version of a trip that it knows of
  std::vector<std::thread> late_;
};

// The document is the fold of its events, one for each version.
std::string stored_difference(test::Workbench& bench, const std::string& tenant,
                              const std::string& id) {
  const Context context = bench.context(Actor::local(tenant));
  store::Batch present;
  present.add(store::kSelectTrip, context, {store::cell(id)});
  const auto trip = bench.database().run(std::move(present));
  if (!trip || (*trip)[0].empty()) return "trip " + id + " is not there";
  store::Batch history;
  history.add(store::kSelectEvents, context, {store::cell(id), (*trip)[0].integer(0, 0)});
  const auto events = bench.database().run(std::move(history));
  if (!events) return vg::describe(events.error());
  json::Arena arena;
  const auto folded = app::fold_events(arena, (*events)[0]);
  const bool same = folded && json::write(*folded) == (*trip)[0].text(0, 1);
  return same ? std::string() : "trip " + id + " is not the fold of its events";
}

std::string listed_difference(test::Workbench& bench, const std::string& tenant,
                              const std::map<std::string, std::string>& trips) {
  const test::Called called = bench.call_as(Actor::local(tenant), "find_trips", R"({"limit":50})");
  if (!called.ok) return vg::describe(called.error);
  std::size_t own = 0;
  for (const auto& [trip, id] : trips) own += trip.starts_with(tenant + "/") ? 1 : 0;
  const Tree data = parse_tree(called.data);
  if (data.find("trips")->list()->size() != own)
    return tenant + " has " + std::to_string(own) + " trips and finds " + called.data;
  for (const Tree& found : *data.find("trips")->list()) {
    bool known = false;
    for (const auto& [trip, id] : trips)
      known = known || (trip.starts_with(tenant + "/") && id == found.text_of("trip_id"));
    if (!known) return tenant + " finds " + found.text_of("trip_id") + ", which is not its own";
  }
  return {};
}

}  // namespace

Observed watch(test::Workbench& bench, const Crowd& crowd) {
  Board board;
  const auto count = static_cast<std::size_t>(crowd.clients);
  std::vector<std::unique_ptr<Client>> clients;
  clients.reserve(count);
  for (int number = 0; number < crowd.clients; ++number)
    clients.push_back(std::make_unique<Client>(bench, board, crowd, number));
  std::barrier all_here(crowd.clients);
  std::vector<std::thread> threads;
  threads.reserve(count);
  for (auto& client : clients)
    threads.emplace_back([&] {
      all_here.arrive_and_wait();
      client->run();
    });
  for (std::thread& thread : threads) thread.join();
  for (int tenant = 0; tenant < 2; ++tenant) clients[static_cast<std::size_t>(tenant)]->audit();

  Observed out;
  out.trips = board.ids();
  const auto note = [&](const std::string& problem) {
    if (out.wrong.empty()) out.wrong = problem;
  };
  for (const auto& client : clients) {
    out.calls.insert(out.calls.end(), client->calls.begin(), client->calls.end());
    note(client->wrong);
  }
  for (const auto& [trip, id] : out.trips) {
    note(stored_difference(bench, trip.substr(0, trip.find('/')), id));
    for (const auto& [other, other_id] : out.trips)
      if (other != trip && other_id == id) note(id + " is two trips");
  }
  for (int tenant = 0; tenant < 2; ++tenant)
    note(listed_difference(bench, Client::name_of_tenant(crowd, tenant), out.trips));
  return out;
}

}  // namespace vg::model
