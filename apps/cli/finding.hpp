// What `voygent doctor` looked at and found.
#pragma once

#include "base/error.hpp"
#include "base/result.hpp"

#include <optional>
#include <string>
#include <vector>

namespace vg::cli {

struct Finding {
  std::string what;
  std::string detail;
  std::optional<ErrorCode> fault = {};

  bool good() const { return !fault; }
};

inline Finding finding(std::string what, const Status& examined, std::string good) {
  if (examined) return {std::move(what), std::move(good)};
  return {std::move(what), describe(examined.error()), examined.error().code};
}

// How a deployment is looked at.
struct Looked {
  std::string version = {};  // that has to be there; empty: any
  bool health_only = false;
};

// Looks at a deployment from outside, as its clients reach it: transport, health, the version if
// one is expected, who is let in, headers, both revisions of the protocol, one read, a page.
// Changes nothing. `token` may be empty; then only what a stranger sees is looked at, and that is
// said.
std::vector<Finding> examine_remote(const std::string& url, const std::string& token,
                                    const Looked& looked);

}  // namespace vg::cli
