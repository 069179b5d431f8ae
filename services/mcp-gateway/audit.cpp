#include "mcp-gateway/audit.hpp"

#include "json/parse.hpp"

namespace vg::gateway {
namespace {

http::AuditRecord record(const Actor& actor, std::string_view tenant, std::string_view use_case,
                         std::string_view outcome) {
  return {
      .operation = std::string(use_case),
      .outcome = std::string(outcome),
      .actor = actor.token_hash.empty() ? "local" : actor.token_hash.substr(0, http::kHashLogged),
      .tenant = std::string(tenant.empty() ? actor.tenant : tenant)};
}

}  // namespace

http::AuditRecord applied(const Actor& actor, std::string_view tenant, std::string_view use_case,
                          const std::string& answer) {
  json::Arena arena(8 * 1024);
  const auto data = json::parse(arena, answer);
  const std::string_view status = data ? data->get_text("status") : std::string_view();
  http::AuditRecord out =
      record(actor, tenant, use_case, status == "duplicate" ? "duplicate" : "done");
  if (data) {
    const std::string_view trip = data->get_text("trip_id");
    out.subject = trip.empty() ? data->get_text("client_id") : trip;
  }
  return out;
}

std::optional<http::AuditRecord> failed(const Actor& actor, std::string_view tenant,
                                        std::string_view use_case, Reach reach, ErrorCode code) {
  if (reach == Reach::read && code != ErrorCode::forbidden) return std::nullopt;
  return record(actor, tenant, use_case, name_of(code));
}

}  // namespace vg::gateway
