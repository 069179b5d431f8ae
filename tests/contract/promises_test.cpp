// Promises that hold for every use case, checked for every use case.
#include "app/fold.hpp"
#include "base/text.hpp"
#include "json/parse.hpp"
#include "json/write.hpp"
#include "store/statements.hpp"
#include "tests/contract/workbench.hpp"

#include <gtest/gtest.h>
#include <random>
#include <set>

namespace vg::test {
namespace {

struct Cost {
  const char* tool;
  const char* arguments;  // TRIP stands for the trip
  std::int64_t calls;
};

// Database calls of every tool, exactly. Publishing asks, changes the site, and records.
constexpr Cost kCosts[] = {
    {"start_session", "{}", 1},
    {"create_trip", R"({"title":"Cost","client":{"name":"Ann"}})", 1},
    {"create_trip", R"({"copy_of":"TRIP"})", 1},
    {"find_trips", R"({"query":"cost"})", 1},
    {"read_trip", R"({"trip_id":"TRIP"})", 1},
    {"read_trip", R"({"trip_id":"TRIP","view":"private"})", 1},
    {"read_trip", R"({"trip_id":"TRIP","view":"history"})", 1},
    {"read_trip", R"({"trip_id":"TRIP","version":1})", 1},
    {"edit_trip",
     R"({"trip_id":"TRIP","operations":[{"op":"set","path":"meta/title","value":"C"}]})", 1},
    {"read_trip", R"({"trip_id":"TRIP","view":"diff"})", 1},
    {"read_trip", R"({"trip_id":"TRIP","view":"diff","since":2,"version":1})", 1},
    {"restore_trip", R"({"trip_id":"TRIP","version":1})", 2},
    {"save_client", R"({"client":{"name":"Bo"}})", 1},
    {"add_options",
     R"({"trip_id":"TRIP","options":[{"name":"H","price":"100 EUR"},{"name":"I","price":"200 EUR"}]})",
     1},
    {"recommend_options", R"({"trip_id":"TRIP"})", 1},
    {"recommend_options", R"({"trip_id":"TRIP","attach":true})", 2},
    {"check_trip", R"({"trip_id":"TRIP"})", 1},
    {"list_templates", "{}", 0},
    {"render_trip", R"({"trip_id":"TRIP"})", 1},
    {"guide", R"({"topic":"fields"})", 0},
    {"publish_trip", R"({"trip_id":"TRIP"})", 2},
    {"publish_trip", R"({"trip_id":"TRIP"})", 1},  // unchanged
    {"manage_publication", R"({"trip_id":"TRIP","action":"status"})", 1},
    {"edit_trip",
     R"({"trip_id":"TRIP","operations":[{"op":"set","path":"meta/title","value":"D"}]})", 1},
    {"publish_trip", R"({"trip_id":"TRIP"})", 2},
    {"manage_publication", R"({"trip_id":"TRIP","action":"rollback"})", 2},
    {"manage_publication", R"({"trip_id":"TRIP","action":"unpublish"})", 2},
};

TEST(Promises, EveryToolMakesTheDatabaseCallsThatItPromises) {
  Workbench bench;
  const std::string trip = create_trip(bench);
  std::set<std::string_view> covered;
  for (const Cost& cost : kCosts) {
    std::string arguments = cost.arguments;
    if (const auto at = arguments.find("TRIP"); at != std::string::npos)
      arguments.replace(at, 4, trip);
    const Called called = bench.call(cost.tool, arguments);
    ASSERT_TRUE(called.ok) << cost.tool << arguments << describe(called.error);
    EXPECT_EQ(called.calls, cost.calls) << cost.tool << arguments;
    covered.insert(cost.tool);
  }
  for (const app::UseCase& use_case : app::use_cases())
    EXPECT_TRUE(covered.contains(use_case.name)) << use_case.name;
}

TEST(Promises, EveryTextEndsWithItsNextStepOnALineOfItsOwn) {
  Workbench bench;
  const std::string trip = create_trip(bench);
  std::string operations;
  for (int i = 0; i < 40; ++i)
    operations += std::string(i ? "," : "") + R"({"op":"add","path":"lodging","value":{"name":")" +
                  std::string(60, 'x') + std::to_string(i) + "\"}}";
  const Called called = bench.call("edit_trip", edit(trip, "[" + operations + "]"));
  ASSERT_TRUE(called.ok) << describe(called.error);
  EXPECT_LE(called.text.size(), 1'600U);
  EXPECT_NE(called.text.find("\nNext: "), std::string::npos) << called.text;
}

std::string document_of(Workbench& bench, const std::string& trip) {
  const Context context = bench.context(Actor::local("agency"));
  store::Batch batch;
  batch.add(store::kSelectTrip, context, {store::cell(trip)});
  const auto rows = bench.database().run(std::move(batch));
  return std::string((*rows)[0].text(0, 1));
}

std::string folded(Workbench& bench, const std::string& trip, std::int64_t version) {
  const Context context = bench.context(Actor::local("agency"));
  store::Batch batch;
  batch.add(store::kSelectEvents, context, {store::cell(trip), version});
  const auto rows = bench.database().run(std::move(batch));
  json::Arena arena;
  const auto document = app::fold_events(arena, (*rows)[0]);
  return document ? json::write(*document) : describe(document.error());
}

std::string sorted(const std::string& document) {
  json::Arena arena;
  return json::write_sorted(*json::parse(arena, document));
}

// A version with the patch that the difference to another one has.
std::string patched(Workbench& bench, const std::string& trip, const std::string& document,
                    std::size_t since, std::size_t version) {
  const Called called = bench.call(
      "read_trip", R"({"trip_id":")" + trip + R"(","view":"diff","since":)" +
                       std::to_string(since) + R"(,"version":)" + std::to_string(version) + "}");
  if (!called.ok) return describe(called.error);
  json::Arena arena;
  const json::Value answer = *json::parse(arena, called.data);
  return json::write_sorted(
      json::merge_patch(arena, *json::parse(arena, document), answer.get("patch")));
}

// One operation among those that a conversation has, some of which are refused.
std::string any_operation(std::mt19937& random) {
  const auto pick = [&](auto... words) {
    const char* all[] = {words...};
    return std::string(all[random() % sizeof...(words)]);
  };
  const std::string item = pick("a", "b", "c");
  const std::string number = std::to_string(random() % 1'000);
  switch (random() % 8) {
    case 0:
      return R"({"op":"add","path":"lodging","value":{"id":")" + item + R"(","name":"H)" + number +
             R"(","total":")" + number + R"( EUR"}})";
    case 1:
      return R"({"op":"set","path":"lodging/)" + item + R"(/total","value":")" + number +
             R"( EUR"})";
    case 2: return R"({"op":"remove","path":")" + pick("lodging/", "itinerary/") + item + "\"}";
    case 3:
      return R"({"op":"add","path":"itinerary","value":{"id":")" + item +
             R"(","title":"Ö\u00a0“day”","activities":[{"name":"A )" + number + "\"}]}}";
    case 4:
      return R"({"op":"set","path":"itinerary/)" + item + R"(/title","value":)" +
             pick("null", "\"x\"", R"("\u0001 \ud83d\ude00")") + "}";
    case 5: return R"({"op":"reorder","path":"lodging","ids":["c","a"]})";
    case 6:
      return R"({"op":"set","path":"meta/)" + pick("title", "tagline", "subtitle") +
             R"(","value":)" + pick("null", "\"New\"", "\"\\\"quoted\\\" \\\\ /\"") + "}";
    default:
      return R"({"op":"add","path":"itinerary/)" + item + R"(/activities","value":{"name":"B )" +
             number + R"(","time":"1)" + std::to_string(random() % 10) + R"(:00"}})";
  }
}

TEST(Promises, TheSnapshotIsAlwaysTheFoldOfTheEvents) {
  for (unsigned seed = 1; seed <= 12; ++seed) {
    std::mt19937 random(seed);
    Workbench bench;
    const std::string trip = create_trip(bench);
    std::vector<std::string> versions = {"", document_of(bench, trip)};
    for (int step = 0; step < 100; ++step) {
      Called called;
      if (random() % 12 == 0 && versions.size() > 2) {
        const auto wanted = std::to_string(1 + random() % (versions.size() - 1));
        called = bench.call("restore_trip", std::string(R"({"trip_id":")")
                                                .append(trip)
                                                .append(R"(","version":)")
                                                .append(wanted)
                                                .append("}"));
      } else {
        std::string operations = any_operation(random);
        while (random() % 2 == 0) operations += "," + any_operation(random);
        called = bench.call("edit_trip", edit(trip, "[" + operations + "]"));
      }
      const std::string now = document_of(bench, trip);
      const bool applied = called.ok && called.number_at("version") == std::ssize(versions);
      if (applied) {
        versions.push_back(now);
      } else {
        ASSERT_EQ(now, versions.back()) << "seed " << seed << ", step " << step;
      }
      ASSERT_EQ(folded(bench, trip, std::ssize(versions) - 1), now)
          << "seed " << seed << ", step " << step;
    }
    EXPECT_GT(versions.size(), 20U);
    for (std::size_t version = 1; version < versions.size(); ++version)
      ASSERT_EQ(folded(bench, trip, static_cast<std::int64_t>(version)), versions[version])
          << "seed " << seed << ", version " << version;
    for (int pair = 0; pair < 20; ++pair) {
      const std::size_t since = 1 + random() % (versions.size() - 1);
      const std::size_t version = 1 + random() % (versions.size() - 1);
      ASSERT_EQ(patched(bench, trip, versions[since], since, version), sorted(versions[version]))
          << "seed " << seed << ", from version " << since << " to " << version;
    }
  }
}

TEST(Promises, ATokenEndsWhenItSays) {
  Workbench bench;
  const Context context = bench.context(Actor::local("agency"));
  const Actor bearer = Actor::from_token("vg_short");
  store::Batch batch;
  batch.read_only = false;
  batch.add(store::kInsertToken, context,
            {store::cell(bearer.token_hash), store::cell("short"), store::cell("read"),
             context.now.ms + 60'000});
  ASSERT_TRUE(bench.database().run(std::move(batch)));
  EXPECT_TRUE(bench.call_as(bearer, "find_trips", "{}").ok);
  bench.later(60'000);
  EXPECT_EQ(bench.call_as(bearer, "find_trips", "{}").error.code, ErrorCode::unauthenticated);
}

TEST(Promises, EveryToolRefusesATokenThatIsOverOrNone) {
  Workbench bench;
  const std::string trip = create_trip(bench);
  const Actor over = Actor::from_token("vg_over");
  store::Batch batch;
  batch.read_only = false;
  const Context context = bench.context(Actor::local("agency"));
  batch.add(store::kInsertToken, context,
            {store::cell(over.token_hash), store::cell("over"),
             store::cell("read write publish admin"), context.now.ms + 1});
  ASSERT_TRUE(bench.database().run(std::move(batch)));
  bench.later(1'000);
  const std::string before = document_of(bench, trip);
  for (const Cost& cost : kCosts) {
    std::string arguments = cost.arguments;
    if (const auto at = arguments.find("TRIP"); at != std::string::npos)
      arguments.replace(at, 4, trip);
    for (const Actor& actor : {over, Actor::from_token("vg_none"), Actor::from_token("")})
      EXPECT_EQ(bench.call_as(actor, cost.tool, arguments).error.code, ErrorCode::unauthenticated)
          << cost.tool << arguments;
  }
  EXPECT_EQ(document_of(bench, trip), before);
}

Actor admitted(Workbench& bench, const std::string& token, const std::string& scopes) {
  const Actor actor = Actor::from_token(token);
  store::Batch batch;
  batch.read_only = false;
  batch.add(store::kInsertToken, bench.context(Actor::local("agency")),
            {store::cell(actor.token_hash), store::cell(token), store::cell(scopes), {}});
  EXPECT_TRUE(bench.database().run(std::move(batch)));
  return actor;
}

// Every subset of the scopes, as the own token of an actor whose row has all of them, beside a row
// that has no more.
TEST(Promises, AnActorMayWhatItsRowAndItsOwnTokenBothAllow) {
  Workbench bench;
  const std::string trip = create_trip(bench);
  Actor actor = admitted(bench, "vg_all", std::string(kScopes));
  const auto words = split(kScopes, ' ');
  for (std::size_t bits = 0; bits < 1U << words.size(); ++bits) {
    std::string scopes;
    for (std::size_t i = 0; i < words.size(); ++i)
      if ((bits >> i & 1U) != 0) scopes.append(scopes.empty() ? "" : " ").append(words[i]);
    actor.granted = scopes;
    const Actor plain = admitted(bench, "vg_" + std::to_string(bits), scopes);
    for (const Cost& cost : kCosts) {
      std::string arguments = cost.arguments;
      if (const auto at = arguments.find("TRIP"); at != std::string::npos)
        arguments.replace(at, 4, trip);
      const auto is_forbidden = [](const Called& called) {
        return !called.ok && called.error.code == ErrorCode::forbidden;
      };
      const std::string before = document_of(bench, trip);
      const Called narrowed = bench.call_as(actor, cost.tool, arguments);
      if (is_forbidden(narrowed)) {
        EXPECT_EQ(document_of(bench, trip), before) << cost.tool << arguments << " with " << scopes;
        EXPECT_FALSE(narrowed.error.scope.empty());
        EXPECT_EQ(narrowed.calls, 1) << cost.tool;
      }
      const Called other = bench.call_as(plain, cost.tool, arguments);
      EXPECT_EQ(is_forbidden(narrowed), is_forbidden(other))
          << cost.tool << arguments << " with " << scopes;
      EXPECT_TRUE(other.error.scope.empty());
    }
  }
  EXPECT_TRUE(bench.faults().empty());
}

TEST(Promises, AnActorIsKnownBeforeItIsToldWhatItLacks) {
  Workbench bench;
  Actor nobody = Actor::from_token("vg_none");
  nobody.granted = "read";
  EXPECT_EQ(bench.call_as(nobody, "create_trip", R"({"title":"x"})").error.code,
            ErrorCode::unauthenticated);
  // The row is what is missing: another token of the same subject would not help.
  Actor reader = admitted(bench, "vg_reader", "read");
  reader.granted = std::string(kScopes);
  const Called called = bench.call_as(reader, "create_trip", R"({"title":"x"})");
  EXPECT_EQ(called.error.code, ErrorCode::forbidden);
  EXPECT_TRUE(called.error.scope.empty());
}

TEST(Promises, ASubjectHasOneRowThatIsMadeAnewInItsTenantOnly) {
  Workbench bench;
  const auto admit = [&](const char* tenant, store::Cell expires = {}) {
    store::Batch batch;
    batch.read_only = false;
    batch.add(store::kAdmitSubject, bench.context(Actor::local(tenant)),
              {store::cell(std::string(64, 'a')), store::cell("s"), store::cell("read"),
               std::move(expires)});
    return !(*bench.database().run(std::move(batch)))[0].empty();
  };
  EXPECT_TRUE(admit("agency"));
  EXPECT_FALSE(admit("agency"));
  EXPECT_FALSE(admit("other"));
  store::Batch batch;
  batch.read_only = false;
  batch.add(store::kRevokeToken, bench.context(Actor::local("agency")), {store::cell("s")});
  ASSERT_TRUE(bench.database().run(std::move(batch)));
  EXPECT_FALSE(admit("other"));
  EXPECT_TRUE(admit("agency", bench.now_ms() + 60'000));
  EXPECT_FALSE(admit("agency"));
  bench.later(60'000);
  EXPECT_FALSE(admit("other"));
  EXPECT_TRUE(admit("agency"));
}

}  // namespace
}  // namespace vg::test
