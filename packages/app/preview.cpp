#include "app/preview.hpp"

#include "app/answer.hpp"
#include "base/digest.hpp"
#include "base/text.hpp"
#include "json/parse.hpp"
#include "store/statements.hpp"

namespace vg::app {
namespace {

constexpr std::size_t kSignatureLength = 22;  // 132 bits

std::string sign(const Environment& environment, std::string_view content) {
  return to_base64url(hmac_sha256(environment.preview_key, content)).substr(0, kSignatureLength);
}

class ShowPage final : public Action {
 public:
  ShowPage(const Environment& environment, std::string trip_id, std::string theme)
      : environment_(environment), trip_id_(std::move(trip_id)), theme_(std::move(theme)) {}

  Result<store::Batch> plan(Context& context) override {
    store::Batch batch = start_batch(context, true);
    batch.add(store::kSelectTrip, context, {store::cell(trip_id_)});
    return batch;
  }

  Result<Step> decide(Context& context, const store::Rows& rows) override {
    VG_CHECK(caller_of(context.actor, rows, "read"));
    if (rows[1].empty()) return no_such_trip(trip_id_);
    const templates::Theme* theme = environment_.themes->find(theme_);
    if (theme == nullptr)
      return Error{ErrorCode::invalid,
                   "there is no template '" + one_line(theme_, 40) + "'; see list_templates",
                   {}};
    json::Arena arena(64 * 1024);
    VG_TRY(const json::Value document, json::parse(arena, rows[1].text(0, 1)));
    VG_TRY(templates::Rendering page,
           templates::render_page(*theme, document, templates::Report::none));
    return Reply{"", "{}", rows[1].integer(0, 0), std::move(page.html)};
  }

 private:
  const Environment& environment_;
  std::string trip_id_;
  std::string theme_;
};

}  // namespace

std::string preview_link(const Environment& environment, std::string_view tenant,
                         std::string_view trip_id, std::string_view theme, Instant now) {
  if (environment.public_url.empty()) return {};
  const std::string content = std::string(tenant) + "." + std::string(trip_id) + "." +
                              std::string(theme) + "." +
                              std::to_string((now.ms + kPreviewMs) / 1000);
  return environment.public_url + "/preview/" + content + "." + sign(environment, content);
}

std::optional<PreviewTicket> read_ticket(const Environment& environment, std::string_view ticket,
                                         Instant now) {
  const auto parts = split(ticket, '.');
  if (parts.size() != 5) return std::nullopt;
  const std::string_view content = ticket.substr(0, ticket.rfind('.'));
  if (!equal_constant_time(parts[4], sign(environment, content))) return std::nullopt;
  const auto expires = parse_integer(parts[3]);
  if (!expires || *expires * 1000 < now.ms) return std::nullopt;
  return PreviewTicket{std::string(parts[0]), std::string(parts[1]), std::string(parts[2])};
}

ActionPtr make_page(const Environment& environment, std::string trip_id, std::string theme) {
  return ActionPtr(new ShowPage(environment, std::move(trip_id), std::move(theme)));
}

}  // namespace vg::app
