// Whoever uses the product: sends requests to use cases on a database and gets answers.
#pragma once

#include "app/environment.hpp"
#include "base/context.hpp"
#include "base/error.hpp"
#include "platform/sqlite/database.hpp"

#include <atomic>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vg::faults {

struct Request {
  std::string tool;
  std::string arguments;  // JSON
};

struct Answer {
  bool ok = false;
  Error error = {};  // when it is not
  std::string data = {};

  // A member of the data as text or number; empty or 0 when there is none.
  std::string text_at(std::string_view member) const;
  std::int64_t number_at(std::string_view member) const;
};

class Caller final {
 public:
  // The same seed gives the same ids; two callers of one database need two seeds.
  explicit Caller(std::uint32_t seed);
  Caller(const Caller&) = delete;
  Caller& operator=(const Caller&) = delete;

  // From any thread. Every call is a second later than the one before.
  Answer call(sqlite::Database& database, const Request& request);

  // Requests of one batch each, committed together in one transaction with refused_batch() in their
  // midst. Not on the writing thread.
  std::vector<Answer> call_together(sqlite::Database& database, std::span<const Request> requests);

  Context context();
  // Inserts a token and then fails: it may leave nothing behind.
  store::Batch refused_batch();

 private:
  const std::uint32_t seed_;
  std::atomic<std::uint32_t> number_ = 0;
  app::Environment environment_;
};

}  // namespace vg::faults
