// A trip as it stands in a list.
#pragma once

#include "json/value.hpp"
#include "store/batch.hpp"

#include <cstddef>
#include <string>

namespace vg::app {

// The columns of the lists in store/statements.hpp, in their order.
namespace listed {
enum Column : std::size_t {
  id,
  version,
  title,
  client,
  destination,
  phase,
  start,
  end,
  updated,
  hold
};
}  // namespace listed

// `t_01… “Three bright nights”, Lisbon, 2027-03-11 to 2027-03-14, Marlowe & Quill, proposal,
// version 4` of a row of the lists in store/statements.hpp.
std::string listed_words(const store::ResultSet& rows, std::size_t row);
json::Value listed_data(json::Arena& arena, const store::ResultSet& rows, std::size_t row);

}  // namespace vg::app
