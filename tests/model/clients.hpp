// Many clients of one database at once, who write down what they asked and what they were told.
#pragma once

#include "tests/contract/workbench.hpp"
#include "tests/model/history_checker.hpp"

#include <map>
#include <string>
#include <vector>

namespace vg::model {

struct Crowd {
  unsigned seed = 1;  // of what is asked; how the calls fall together is up to the machine
  int clients = 8;    // in two tenants
  int trips = 2;      // of each tenant
  int calls = 12;     // of each client, repetitions apart
  // Every edit is sent as if it were a new one, as often as it is sent: so it would look if the
  // store forgot what it did.
  bool forgetful = false;
};

struct Observed {
  std::vector<Call> calls;
  std::map<std::string, std::string> trips;  // `tenant/number` -> the id that every client was told
  std::string wrong;                         // what is wrong apart from the order of the calls
};

// Each client creates the trips of its tenant, as all others do, and then edits, restores and reads
// them, now and then with a stale version, and now and then asks for a trip of the other tenant.
// Some requests do not arrive, some answers are lost, some requests arrive while they are sent
// again already; then, and after `unavailable`, the client sends the same request until it is
// answered. At the end everybody is gone, and every version of every trip is read.
Observed watch(test::Workbench& bench, const Crowd& crowd);

}  // namespace vg::model
