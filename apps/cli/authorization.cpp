#include "apps/cli/authorization.hpp"

#include "platform/host/log.hpp"

#include <chrono>

namespace vg::cli {
namespace {

constexpr std::chrono::seconds kLookEvery(2);

bool is_audience(const std::string& text) {
  return text.size() <= 500 && text.find_first_of(" \t\r\n\"") == std::string::npos;
}

}  // namespace

Result<std::string> issuer_of(const Settings& settings) {
  const std::string& issuer = settings.text("oauth-issuer");
  if (!issuer.empty() && !oauth::is_issuer(issuer))
    return settings.wrong("oauth-issuer", "an https address without query");
  return issuer;
}

Result<std::unique_ptr<Authorization>> Authorization::open(const Settings& settings) {
  VG_TRY(std::string issuer, issuer_of(settings));
  const std::string& audience = settings.text("oauth-audience");
  const std::string& keys = settings.text("oauth-keys");
  if (issuer.empty() && audience.empty() && keys.empty()) return std::unique_ptr<Authorization>();
  if (issuer.empty())
    return settings.wrong("oauth-issuer", "the address of the authorization server");
  if (keys.empty()) return settings.wrong("oauth-keys", "a file with its public keys (JWKS)");
  if (!is_audience(audience)) return settings.wrong("oauth-audience", "one name without blanks");
  std::unique_ptr<Authorization> out(new Authorization(std::move(issuer), audience, keys));
  if (const auto read = out->file_.refresh(); !read)
    return settings.wrong("oauth-keys", "a file with public keys (" + read.error().message + ")");
  return out;
}

Result<const oauth::ResourceServer*> Authorization::start(const std::string& public_url,
                                                          std::vector<std::string> paths) {
  if (!oauth::is_issuer(public_url))
    return Error{ErrorCode::invalid,
                 "with oauth-issuer the setting public-url is needed: the https address at which "
                 "clients reach this server",
                 {}};
  server_ = std::make_unique<oauth::ResourceServer>(
      oauth::ResourceServerOptions{.issuer = issuer_,
                                   .audience = audience_,
                                   .public_url = public_url,
                                   .paths = std::move(paths)},
      ring_);
  watch_ = std::make_unique<host::Periodic>(kLookEvery, kLookEvery, [this] { refresh(); });
  return server_.get();
}

void Authorization::refresh() {
  const auto read = file_.refresh();
  if (!read) {
    host::log(host::Level::warning, "authorization keys",
              {{"failure", read.error().message + "; the keys stay as they were"}});
  } else if (*read) {
    host::log(host::Level::info, "authorization keys", {{"failure", ""}});
  }
}

}  // namespace vg::cli
