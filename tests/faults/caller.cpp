#include "tests/faults/caller.hpp"

#include "app/run.hpp"
#include "app/use_cases.hpp"
#include "json/parse.hpp"
#include "store/statements.hpp"

#include <cstring>
#include <future>
#include <latch>
#include <memory>
#include <optional>

namespace vg::faults {
namespace {

constexpr std::int64_t kStartMs = 1'800'000'000'000;

json::Value member_of(json::Arena& arena, const std::string& data, std::string_view member) {
  const auto value = json::parse(arena, data);
  return value ? value->get(member) : json::Value();
}

Answer answer_to(Result<app::Step> step) {
  if (!step) return {.error = std::move(step).error()};
  auto* reply = std::get_if<app::Reply>(&*step);
  VG_ASSERT(reply != nullptr);
  return {.ok = true, .data = std::move(reply->data)};
}

// A request on its way: keeps what its action borrows.
class Sent final {
 public:
  Sent(const Request& request, const app::Environment& environment, Context context)
      : text_(request.arguments) {
    const auto parsed = json::parse(arena_, text_);
    VG_ASSERT(parsed.has_value());
    auto action = app::make_action(*app::find_use_case(request.tool), arena_, *parsed, environment);
    if (action) {
      run_.emplace(std::move(*action), std::move(context));
    } else {
      error_ = action.error();
    }
  }
  Sent(const Sent&) = delete;
  Sent& operator=(const Sent&) = delete;

  Result<app::Step> start() { return run_ ? run_->start() : Result<app::Step>(error_); }
  Result<app::Step> go_on(Result<store::Rows> rows) {
    return rows ? run_->rows(*rows) : Result<app::Step>(std::move(rows).error());
  }

 private:
  std::string text_;
  json::Arena arena_;
  std::optional<app::Run> run_;
  Error error_;
};

}  // namespace

std::string Answer::text_at(std::string_view member) const {
  json::Arena arena;
  return std::string(member_of(arena, data, member).text());
}

std::int64_t Answer::number_at(std::string_view member) const {
  json::Arena arena;
  return member_of(arena, data, member).integer();
}

Caller::Caller(std::uint32_t seed) : seed_(seed) {
  environment_.version = "test";
  environment_.preview_key = "key";
  auto themes = templates::Themes::load();
  VG_ASSERT(themes.has_value());
  environment_.themes = std::move(*themes);
}

Context Caller::context() {
  const std::uint32_t number = ++number_;
  IdSource::Seed seed{};
  std::memcpy(seed.data(), &seed_, sizeof seed_);
  std::memcpy(seed.data() + sizeof seed_, &number, sizeof number);
  return {.now = {kStartMs + 1'000 * std::int64_t{number}},
          .ids = IdSource(seed),
          .actor = Actor::local("agency")};
}

store::Batch Caller::refused_batch() {
  const Context now = context();
  store::Batch batch;
  batch.read_only = false;
  for (int i = 0; i < 2; ++i)
    batch.add(store::kInsertToken, now,
              {store::cell("half"), store::cell("half"), store::cell("read"), {}});
  return batch;
}

Answer Caller::call(sqlite::Database& database, const Request& request) {
  Sent sent(request, environment_, context());
  auto step = sent.start();
  while (step) {
    auto* batch = std::get_if<store::Batch>(&*step);
    if (batch == nullptr) break;
    step = sent.go_on(database.run(std::move(*batch)));
  }
  return answer_to(std::move(step));
}

std::vector<Answer> Caller::call_together(sqlite::Database& database,
                                          std::span<const Request> requests) {
  // Holds the writing thread after a transaction of its own until all the others wait.
  std::latch all_wait(1);
  store::Batch nothing;
  nothing.read_only = false;
  database.submit(std::move(nothing), [&](const Result<store::Rows>&) { all_wait.wait(); });

  std::vector<std::unique_ptr<Sent>> sent;
  std::vector<std::promise<Result<store::Rows>>> rows(requests.size());
  std::vector<Answer> answers(requests.size());
  for (std::size_t i = 0; i < requests.size(); ++i) {
    sent.push_back(std::make_unique<Sent>(requests[i], environment_, context()));
    auto step = sent[i]->start();
    auto* batch = step ? std::get_if<store::Batch>(&*step) : nullptr;
    VG_ASSERT(batch != nullptr && !batch->read_only);
    database.submit(std::move(*batch), [&promise = rows[i]](Result<store::Rows> result) {
      promise.set_value(std::move(result));
    });
    if (i == 0)
      database.submit(refused_batch(),
                      [](const Result<store::Rows>& result) { VG_ASSERT(!result.has_value()); });
  }
  all_wait.count_down();
  for (std::size_t i = 0; i < requests.size(); ++i)
    answers[i] = answer_to(sent[i]->go_on(rows[i].get_future().get()));
  return answers;
}

}  // namespace vg::faults
