// Trip documents for the population: those of the test data under other titles, dates and clients,
// and small ones made of a few words.
#pragma once

#include "base/calendar.hpp"
#include "json/value.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace vg::plans {

// A number that looks drawn and is the same for the same two numbers.
std::uint64_t drawn(std::uint64_t number, std::uint64_t purpose);

// What the rows around a document say of it too.
struct Facts {
  std::string title, client_id, client_name, destination, phase;
  Date start, end;
  bool archived = false;
  bool held = false;  // until `hold`
  Date hold;
};

enum class Bulk { small, usual, heavy };  // 1 KB; 8 to 20 KB; 60 KB

class Documents final {
 public:
  explicit Documents(const std::string& sources);

  // In stored form.
  json::Value make(json::Arena& arena, std::uint64_t number, const Facts& facts, Bulk bulk) const;

 private:
  json::Arena arena_;
  std::vector<json::Value> bases_;
};

std::string_view destination(std::uint64_t number);
std::string title(std::uint64_t number);
std::string person(std::uint64_t number);

// 300 offers of hotels as `add_options` stores them; `count` of them.
std::string offers(int count);

}  // namespace vg::plans
