#include "store/migrations.hpp"

#include "store_files.hpp"

#include <array>

namespace vg::store {

std::span<const Migration> migrations() {
  static constexpr std::array<Migration, 2> kAll = {
      {{1, "0001_trips", files::kFile__0001_trips_sql},
       {2, "0002_legacy", files::kFile__0002_legacy_sql}}};
  return kAll;
}

}  // namespace vg::store
