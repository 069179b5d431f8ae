// What the audit log says of a use case that could change something.
#pragma once

#include "base/context.hpp"
#include "base/error.hpp"
#include "http/exchange.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace vg::gateway {

// Whether anything could be changed: a batch that writes, or a site.
enum class Reach { read, write };

// `answer` is the data of the reply, or empty.
http::AuditRecord applied(const Actor& actor, std::string_view tenant, std::string_view use_case,
                          const std::string& answer);
// Also of what a scope forbade before anything could be written; nothing for other failures to
// read.
std::optional<http::AuditRecord> failed(const Actor& actor, std::string_view tenant,
                                        std::string_view use_case, Reach reach, ErrorCode code);

}  // namespace vg::gateway
