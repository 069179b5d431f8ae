#include "platform/host/audit.hpp"

#include "base/digest.hpp"
#include "platform/host/log.hpp"

namespace vg::host {

void log_operations(const http::Exchange& exchange, std::string_view request_id,
                    std::string_view peer) {
  for (const http::AuditRecord& record : exchange.audit())
    log(Level::audit, "operation",
        {{"id", request_id},
         {"peer", peer},
         {"operation", record.operation},
         {"outcome", record.outcome},
         {"tenant", record.tenant},
         {"actor", record.actor},
         {"subject", record.subject}});
}

void log_refused_token(const http::Request& request, std::string_view operation,
                       std::string_view request_id) {
  if (request.bearer().empty()) return;
  const std::string hash = to_hex(sha256(request.bearer())).substr(0, http::kHashLogged);
  log(Level::audit, "failed login",
      {{"id", request_id}, {"peer", request.peer}, {"operation", operation}, {"token", hash}});
}

}  // namespace vg::host
