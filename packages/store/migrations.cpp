#include "store/migrations.hpp"

#include "store_files.hpp"

#include <array>

namespace vg::store {

std::span<const Migration> migrations() {
  static constexpr std::array<Migration, 1> kAll = {
      {{1, "0001_trips", files::kFile__0001_trips_sql}}};
  return kAll;
}

}  // namespace vg::store
