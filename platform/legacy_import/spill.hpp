// What the first pass over a dump learned, in a temporary file: memory stays bounded however large
// the dump is. The file has no name once it is open, so that nothing is left behind by a kill.
#pragma once

#include "base/result.hpp"
#include "legacy/mapping.hpp"

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace vg::legacy_import {

// Whole numbers as ranges: the ids of a table mostly follow each other.
class NumberSet {
 public:
  bool contains(std::int64_t n) const;
  bool insert(std::int64_t n);  // false when it is there
  std::size_t ranges() const { return ranges_.size(); }

 private:
  std::map<std::int64_t, std::int64_t> ranges_;  // first to last
};

// One prepared statement; texts that are bound must live until it is reset.
class Query {
 public:
  explicit Query(sqlite3_stmt* statement) : statement_(statement) {}
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;
  ~Query();

  Query& bind(std::int64_t value);
  Query& bind(std::string_view text);
  Query& bind_blob(std::string_view bytes);
  Query& bind_null();
  bool row();  // of the next one, if any
  void run();
  std::int64_t integer(int column) const;
  std::string_view text(int column) const;

 private:
  sqlite3_stmt* statement_;
  int bound_ = 0;
};

class Spill final : public legacy::Source {
 public:
  // `path` is a file that is made and unlinked; empty for one in the folder of temporary files.
  static Result<std::unique_ptr<Spill>> open(const std::string& path);
  ~Spill() override;

  // Of the first pass. False when a key is there already.
  bool add_key(const legacy::Table& table, std::size_t key, const legacy::Row& row);
  void learn(const legacy::Row& row);
  // Between the passes: builds what is looked up.
  Status settle();

  bool has_trip(std::int64_t id) override;
  bool has_hotel(std::int64_t id) override;
  bool has_rate(std::int64_t id) override { return rates_.contains(id); }
  bool has_tier(std::string_view tier) override { return tiers_.contains(tier); }
  std::optional<legacy::ClientRef> client_by_email(std::string_view email) override;
  std::optional<legacy::ClientRef> client_by_id(std::int64_t id) override;
  std::vector<Assignment> assignments_of(std::int64_t trip) override;
  std::vector<Hotel> hotels_of(std::int64_t trip) override;

  // The clients in the order of their first rows: id here, then their rows.
  struct ClientRows {
    std::string id;
    std::vector<std::string> keys, rows;
    std::int64_t place = 0;
  };
  // The next one after a place; nothing after the last.
  std::optional<ClientRows> client_after(std::int64_t place);
  // The client turned out to be another one here.
  void redirect(const std::string& id, const std::string& to);

  // The trip of an old id, as it is called here; nothing for one that the dump does not have.
  std::string trip_id(std::int64_t old);

  // Findings, as they are told; read back in the order of class, then of telling.
  void add_finding(std::string_view kind, std::string_view table, std::string_view key,
                   std::string_view detail);
  void add_same(std::string_view kind, std::string_view table, std::string_view group,
                std::string_view key, std::string_view but);
  Query query(const char* sql);

 private:
  explicit Spill(sqlite3* db) : db_(db) {}
  void run(const char* sql);
  void add_client(const legacy::Row& row);
  void add_hotel(const legacy::Row& row);
  std::optional<legacy::ClientRef> client_of(Query& found, std::string_view asked);

  sqlite3* db_;
  std::unordered_map<const void*, sqlite3_stmt*> prepared_;
  NumberSet trips_, hotels_, rates_;
  std::map<std::pair<std::size_t, std::size_t>, NumberSet> number_keys_;
  std::set<std::string, std::less<>> tiers_;
};

}  // namespace vg::legacy_import
