// Use cases on a real database file, for tests: call one by name with JSON and look at what came of
// it.
#pragma once

#include "app/maintenance.hpp"
#include "app/run.hpp"
#include "app/use_cases.hpp"
#include "json/value.hpp"
#include "platform/folder/folder_host.hpp"
#include "platform/sqlite/database.hpp"

#include <atomic>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace vg::test {

struct Called {
  bool ok = false;
  Error error;
  std::string text;
  std::string data;
  std::int64_t calls = 0;

  // A member of the data as text or number, at a path such as `next/tool`.
  std::string text_at(std::string_view path) const;
  std::int64_t number_at(std::string_view path) const;
};

class Workbench final {
 public:
  Workbench();
  ~Workbench();

  // As the local tenant `agency`, or another one. Every call is a second later than the one before.
  Called call(std::string_view tool, std::string_view arguments) {
    return call_as(Actor::local("agency"), tool, arguments);
  }
  Called call_as(const Actor& actor, std::string_view tool, std::string_view arguments);

  void later(std::int64_t ms) { now_ms_ += ms; }
  std::int64_t now_ms() const { return now_ms_; }  // of the last call
  void reopen();                                   // as after a restart
  app::Compaction compact(const app::Retention& retention);
  std::vector<std::string> faults();  // that the audit finds
  sqlite::Database& database() { return *database_; }
  std::string path() const { return folder_ + "/test.db"; }
  Context context(const Actor& actor);

 private:
  std::string folder_;
  std::unique_ptr<sqlite::Database> database_;
  app::Environment environment_;
  std::map<std::string, folder::FolderHost, std::less<>> sites_;
  std::atomic<std::int64_t> now_ms_ = 1'800'000'000'000;
  std::atomic<std::uint32_t> seed_ = 0;
};

// Of the test data, as text.
std::string trip_json(std::string_view name);
// The id of a new trip in euros.
std::string create_trip(Workbench& bench, std::string_view title = "A trip");
// Arguments of edit_trip; `more` is further members, `,"expected_version":1`.
std::string edit(std::string_view trip, std::string_view operations, std::string_view more = "");
std::string set_title(std::string_view trip, std::string_view title, std::string_view more = "");

}  // namespace vg::test
