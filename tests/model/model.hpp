// The store as its callers understand it, in memory: tenants, trips, every version as a full copy,
// the requests of the last 24 hours. It answers what the product has to answer.
#pragma once

#include "tests/model/tree.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace vg::model {

// `failed` is every other error; the model never gives it.
enum class Verdict { applied, duplicate, conflict, not_found, invalid, found, failed };
std::string_view name_of(Verdict verdict);

struct Version {
  Tree document;
  std::string kind;  // of the event that made it
  std::int64_t at = 0;
};

struct Trip {
  std::vector<Version> versions;  // the first one is version 1
  std::map<std::string, Map> offers;

  std::int64_t version() const { return static_cast<std::int64_t>(versions.size()); }
};

struct Listed {
  std::string trip, title;
  std::int64_t version = 0;

  bool operator==(const Listed&) const = default;
};

struct Answer {
  Verdict verdict = Verdict::invalid;
  std::string trip = {};
  std::int64_t version = 0;        // of the trip, when the answer says it
  std::int64_t applied_as = 0;     // of a duplicate
  std::int64_t offers = 0;         // of add_options: all of the trip
  Tree shown = {};                 // of read_trip
  std::vector<Listed> found = {};  // of find_trips, newest first
};

// What only the product can choose.
struct Chosen {
  std::int64_t now_ms = 0;
  std::string trip;                // the id of a new trip
  std::vector<std::string> added;  // the ids of added items
};

class Store {
 public:
  using Trips = std::map<std::string, Trip>;

  // `arguments` as the tool takes them. Tools: create_trip, edit_trip, restore_trip, add_options,
  // read_trip with view private, find_trips.
  Answer call(const std::string& tenant, const std::string& tool, const Tree& arguments,
              const Chosen& chosen);

  const std::map<std::string, Trips>& tenants() const { return tenants_; }
  const Trip* find(const std::string& tenant, const std::string& trip) const;

 private:
  struct Seen {
    std::string content, trip;
    std::int64_t version = 0, at = 0;
  };
  struct Request {
    std::string tenant, id, content;
    std::int64_t now_ms = 0;
  };

  const Seen* remembered(const Request& request) const;
  void remember(const Request& request, const std::string& trip, std::int64_t version);
  Trip* trip_of(const Request& request, const Tree& arguments);
  // The answer to a repetition, or to a key that belongs to another request.
  Answer repeated(const Request& request, const Seen& seen, const Trip& trip) const;

  Answer create(const Request& request, const Tree& arguments, const Chosen& chosen);
  Answer edit(const Request& request, const Tree& arguments, const Chosen& chosen);
  Answer restore(const Request& request, const Tree& arguments);
  Answer add_options(const Request& request, const Tree& arguments);
  Answer read(const Request& request, const Tree& arguments);
  Answer search(const Request& request, const Tree& arguments) const;

  std::map<std::string, Trips> tenants_;
  std::map<std::string, std::map<std::string, Seen>> seen_;
};

}  // namespace vg::model
