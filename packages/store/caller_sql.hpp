// Who asks, as SQL: parameters ?1 to ?3 of every statement.
#pragma once

#include "store/sql_text.hpp"

namespace vg::store {

// The caller's tenant, for reading and for writing; null when the token does not allow it.
inline constexpr auto kToken =
    sql("SELECT tenant FROM token WHERE hash = ?1 AND revoked_at IS NULL AND (expires_at IS NULL "
        "OR expires_at > ?3)");
inline constexpr auto kReader = sql("coalesce(?2, (", kToken, "))");
inline constexpr auto kWriter = sql("coalesce(?2, (", kToken, " AND instr(scopes, 'write') > 0))");
inline constexpr auto kPublisher =
    sql("coalesce(?2, (", kToken, " AND instr(scopes, 'publish') > 0))");

inline constexpr auto kActor = sql("coalesce(?1, 'local')");

}  // namespace vg::store
