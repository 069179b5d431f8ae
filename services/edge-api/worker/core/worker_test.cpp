#include "edge-api/worker/core/worker.hpp"

#include "edge-api/worker/core/d1_error.hpp"
#include "store/migrations.hpp"

#include <cstring>
#include <gtest/gtest.h>

namespace vg::worker {
namespace {

constexpr std::string_view kVariables =
    R"({"VOYGENT_SECRET":"0123456789abcdef","VOYGENT_PUBLIC_URL":"https://trips.example.com/"})";

std::unique_ptr<Worker> started(std::string_view variables = kVariables) {
  auto worker = Worker::start(variables, "1.2.3");
  EXPECT_TRUE(worker.has_value());
  return std::move(*worker);
}

std::string refusal(std::string_view variables) {
  const auto worker = Worker::start(variables, "1.2.3");
  return worker ? "" : worker.error().message;
}

// What the other side sends.
class Frame {
 public:
  Frame& word(std::uint32_t value) {
    bytes_.append(reinterpret_cast<const char*>(&value), sizeof value);
    return *this;
  }
  Frame& number(double value) {
    word(1);
    bytes_.append(reinterpret_cast<const char*>(&value), sizeof value);
    return *this;
  }
  Frame& text(std::string_view value) {
    word(2).word(static_cast<std::uint32_t>(value.size()));
    bytes_.append(value);
    bytes_.resize((bytes_.size() + 3) / 4 * 4);
    return *this;
  }
  Frame& null() { return word(0); }
  operator std::string_view() const { return bytes_; }

 private:
  std::string bytes_;
};

std::uint32_t word_at(std::string_view frame, std::size_t at) {
  std::uint32_t value = 0;
  std::memcpy(&value, frame.substr(at, sizeof value).data(), sizeof value);
  return value;
}

std::string request_lines(std::string_view first, std::string_view headers = {}) {
  return std::string(first) + "\n192.0.2.1\nhost: trips.example.com\n" + std::string(headers);
}

TEST(Frames, ARequestIsItsLines) {
  const http::Request request =
      read_request("POST /mcp?x=1\n192.0.2.1\nhost: a.example\nx-note: a: b\n", "{}");
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.target, "/mcp?x=1");
  EXPECT_EQ(request.peer, "192.0.2.1");
  EXPECT_EQ(request.header("Host"), "a.example");
  EXPECT_EQ(request.header("X-Note"), "a: b");
  EXPECT_EQ(request.body, "{}");
}

TEST(Frames, AStatementKeepsItsNumber) {
  static constexpr std::string_view kOne = "SELECT 1";
  static constexpr std::string_view kTwo = "SELECT 2";
  StatementTable table;
  store::Batch batch;
  batch.add(kOne).add(kTwo).add(kOne);
  const auto frame = write_batch(batch, table, "");
  ASSERT_TRUE(frame.has_value());
  // word 1, null, three statements, each with its number and no parameters
  EXPECT_EQ(*frame,
            std::string_view(
                Frame().word(1).null().word(3).word(0).word(0).word(1).word(0).word(0).word(0)));
  EXPECT_EQ(table.text(1), kTwo);
}

TEST(Frames, TooLargeAValueIsNotSent) {
  StatementTable table;
  store::Batch batch;
  batch.add("SELECT ?4", {.now = {}, .ids = IdSource({}), .actor = Actor::local("a")},
            {std::string(kMaxCellBytes + 1, 'x')});
  const auto frame = write_batch(batch, table, "");
  ASSERT_FALSE(frame.has_value());
  EXPECT_EQ(frame.error().code, ErrorCode::too_large);
}

TEST(Frames, RowsComeWithBookmarkAndTime) {
  const auto answer = read_rows(Frame()
                                    .word(1)
                                    .text("0-1-a")
                                    .number(1'700'000'000'123)
                                    .word(2)
                                    .word(3)
                                    .word(1)
                                    .text("abcde")
                                    .number(7)
                                    .null()
                                    .word(0)
                                    .word(0));
  ASSERT_TRUE(answer.rows.has_value());
  EXPECT_EQ(answer.bookmark, "0-1-a");
  EXPECT_EQ(answer.at.ms, 1'700'000'000'123);
  const store::Rows& rows = *answer.rows;
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].text(0, 0), "abcde");
  EXPECT_EQ(rows[0].integer(0, 1), 7);
  EXPECT_TRUE(rows[0].is_null(0, 2));
  EXPECT_TRUE(rows[1].empty());
}

TEST(IsolateGate, TellsWhatWasTakenAtATwentiethOfTheLimit) {
  IsolateGate gate(http::RateLimits::of(6, 0, 10), "secret");
  gate.set_now({1'000'000});
  const http::Request request{.method = "GET",
                              .target = "/",
                              .headers = {{"authorization", "Bearer vg_x"}},
                              .body = {},
                              .peer = "192.0.2.1"};
  const auto pass = [&](int status) {
    EXPECT_FALSE(gate.refuse(request));
    gate.answered(request, status, 1);
  };
  // A burst of 60: every third request.
  pass(200);
  pass(200);
  EXPECT_TRUE(gate.take_reports().empty());
  pass(200);
  const auto reports = gate.take_reports();
  ASSERT_EQ(reports.size(), 1U);
  EXPECT_EQ(reports[0].limit, http::Limit::token);
  EXPECT_EQ(reports[0].count, 3);
  EXPECT_TRUE(gate.take_reports().empty());
  // A wrong token is told of at once.
  pass(401);
  const auto failures = gate.take_reports();
  ASSERT_EQ(failures.size(), 1U);
  EXPECT_EQ(failures[0].limit, http::Limit::failure);
  // What others took counts here too, and what is refused takes nothing.
  gate.raise(http::Limit::token, reports[0].key, 1'000'000'000 + 61 * 166'666);
  for (int i = 0; i < 10; ++i) {
    EXPECT_TRUE(gate.refuse(request));
    gate.answered(request, 429, 0);
  }
  EXPECT_TRUE(gate.take_reports().empty());
}

TEST(D1Error, SaysWhatMayBeDone) {
  const auto code = [](std::string_view message) { return d1_error(message).code; };
  EXPECT_EQ(code("D1_ERROR: CHECK constraint failed: length(doc) <= 1048576: SQLITE_CONSTRAINT"),
            ErrorCode::too_large);
  EXPECT_EQ(code("D1_ERROR: UNIQUE constraint failed: event.tenant: SQLITE_CONSTRAINT"),
            ErrorCode::conflict);
  EXPECT_EQ(code("D1_ERROR: string or blob too big: SQLITE_TOOBIG"), ErrorCode::too_large);
  EXPECT_EQ(code("D1_ERROR: near \"SELEC\": syntax error at offset 0: SQLITE_ERROR"),
            ErrorCode::internal);
  // What leaves the outcome unknown.
  for (const std::string_view message :
       {"D1_ERROR: D1 DB is overloaded. Requests queued for too long.",
        "D1_ERROR: D1 DB storage operation exceeded timeout which caused object to be reset.",
        "D1_ERROR: Network connection lost.",
        "D1_ERROR: Internal error in D1 DB storage caused "
        "object to be reset."}) {
    EXPECT_EQ(code(message), ErrorCode::unavailable) << message;
    EXPECT_NE(d1_error(message).message.find("may be sent again"), std::string::npos);
  }
  EXPECT_EQ(code("D1_ERROR: no such table: token: SQLITE_ERROR"), ErrorCode::unavailable);
}

TEST(Settings, SayWhatIsMissing) {
  EXPECT_NE(refusal("{}").find("VOYGENT_SECRET"), std::string::npos);
  EXPECT_NE(refusal(R"({"VOYGENT_SECRET":"0123456789abcdef"})").find("VOYGENT_PUBLIC_URL"),
            std::string::npos);
  const std::string start = std::string(kVariables.substr(0, kVariables.size() - 1));
  EXPECT_NE(refusal(start + R"(,"VOYGENT_RATE_TOKEN":"many"})").find("VOYGENT_RATE_TOKEN"),
            std::string::npos);
  EXPECT_NE(refusal(start + R"(,"VOYGENT_SITE_STAGING_URL":"javascript:x"})").find("STAGING_URL"),
            std::string::npos);
  EXPECT_EQ(refusal(start + R"(,"VOYGENT_SITE_STAGING_URL":"https://s.example","OTHER":"x"})"), "");
}

TEST(Session, AnswersAtOnceWhatNeedsNoDatabase) {
  const auto worker = started();
  const Session session(*worker, {1}, {}, request_lines("GET /health"), "");
  ASSERT_TRUE(session.is_done());
  EXPECT_EQ(word_at(session.frame(), 4), 200U);
  EXPECT_EQ(session.body(), R"({"status":"ok","version":"1.2.3","schema":)" +
                                std::to_string(store::migrations().back().number) + "}");
}

TEST(Session, RefusesWhatTheNativeServerRefuses) {
  const auto worker = started();
  const auto status = [&](std::string_view lines, std::string body = {}) {
    const Session session(*worker, {1}, {}, lines, std::move(body));
    return session.is_done() ? word_at(session.frame(), 4) : 0;
  };
  EXPECT_EQ(status("GET /health\n\nhost: evil.example\n"), 403U);
  EXPECT_EQ(status(request_lines("POST /mcp", "x: " + std::string(kMaxHeadBytes, 'x') + "\n")),
            431U);
  EXPECT_EQ(status(request_lines("POST /mcp"), std::string(kMaxBodyBytes + 1, ' ')), 413U);
  EXPECT_EQ(status(request_lines("GET /metrics")), 404U);
  EXPECT_EQ(status(request_lines("POST /mcp"), "{}"), 401U);
}

TEST(Session, ACopyOfTheDatabaseAnswersOnlyWhereThatIsRight) {
  const auto worker = started();
  // Behind the kind of the frame stands the constraint.
  const auto constraint = [&](std::string_view first, std::string_view headers, std::string body) {
    const Session session(
        *worker, {1}, {},
        request_lines(first, "authorization: Bearer vg_x\n" + std::string(headers)),
        std::move(body));
    EXPECT_FALSE(session.is_done()) << first;
    const std::string_view frame = session.frame();
    return word_at(frame, 4) == 0 ? std::string()
                                  : std::string(frame.substr(12, word_at(frame, 8)));
  };
  const std::string call = R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{)"
                           R"("name":"start_session","arguments":{}}})";
  const std::string_view json =
      "content-type: application/json\naccept: application/json, text/event-stream\n";
  EXPECT_EQ(constraint("POST /mcp", json, call), "");
  EXPECT_EQ(constraint("GET /v1/trips", "", ""), "first-primary");
  EXPECT_EQ(constraint("GET /v1/trips", "voygent-bookmark: 00-1f-ab\n", ""), "00-1f-ab");
  EXPECT_EQ(constraint("GET /v1/trips", "voygent-bookmark: not one\n", ""), "first-primary");
}

TEST(Session, AFailureOfTheDatabaseIsToldWithWhatToDo) {
  const auto worker = started();
  Session session(*worker, {1000}, {},
                  request_lines("GET /v1/trips", "authorization: Bearer vg_x\n"), "");
  session.resume_rows(Frame().word(0).text("D1_ERROR: Network connection lost.").number(1020));
  ASSERT_TRUE(session.is_done());
  EXPECT_EQ(word_at(session.frame(), 4), 503U);
  EXPECT_NE(session.body().find("may be sent again"), std::string::npos);
}

}  // namespace
}  // namespace vg::worker
