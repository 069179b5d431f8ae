// The schema of the database as one ordered list, the same for both hosts:
// infra/cloudflare/migrations/*.sql, carried in the program.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace vg::store {

struct Migration {
  std::int64_t number;
  std::string_view name;
  std::string_view sql;
};

// In the order in which they are applied; numbers ascend by one from 1.
std::span<const Migration> migrations();

}  // namespace vg::store
