#include "oauth/jws.hpp"

#include "base/digest.hpp"
#include "base/text.hpp"
#include "json/parse.hpp"

namespace vg::oauth {
namespace {

constexpr json::ParseLimits kHeaderLimits{.depth = 8, .values = 200};

Error bad(std::string_view what) {
  return {ErrorCode::unauthenticated, "the token is not usable: " + std::string(what), {}};
}

bool is_token_type(std::string_view type) {
  std::string name = to_lower_ascii(type);
  constexpr std::string_view kMedia = "application/";
  if (name.starts_with(kMedia)) name.erase(0, kMedia.size());
  return name == "jwt" || name == "at+jwt";
}

Status read_header(std::string_view text, Jws& out) {
  json::Arena arena(2 * 1024);
  const auto header = json::parse(arena, text, kHeaderLimits);
  if (!header || !header->is_object()) return bad("its header is no JSON object");
  const auto algorithm = algorithm_named(header->get_text("alg"));
  if (!algorithm || !header->get("alg").is_string())
    return bad("it has to be signed with ES256 or RS256");
  if (header->find("crit") != nullptr) return bad("its header asks for an extension");
  if (const json::Value* type = header->find("typ");
      type != nullptr && (!type->is_string() || !is_token_type(type->text())))
    return bad("its header says that it is something else");
  out.algorithm = *algorithm;
  const json::Value* key_id = header->find("kid");
  if (key_id == nullptr) return Done();
  if (!key_id->is_string() || key_id->text().empty() || key_id->text().size() > kMaxKeyIdBytes)
    return bad("the name of its key is none");
  out.key_id = std::string(key_id->text());
  return Done();
}

}  // namespace

std::optional<Algorithm> algorithm_named(std::string_view name) {
  if (name == "ES256") return Algorithm::es256;
  if (name == "RS256") return Algorithm::rs256;
  return std::nullopt;
}

Result<Jws> parse_jws(std::string_view token) {
  if (token.size() > kMaxTokenBytes) return bad("it has more than 8 KB");
  const std::size_t first = token.find('.');
  const std::size_t second = token.find('.', first + 1);
  if (first == std::string_view::npos || second == std::string_view::npos ||
      token.find('.', second + 1) != std::string_view::npos)
    return bad("it has not the three parts of a signed token");
  const auto header = from_base64url(token.substr(0, first));
  auto payload = from_base64url(token.substr(first + 1, second - first - 1));
  auto signature = from_base64url(token.substr(second + 1));
  if (!header || !payload || !signature) return bad("a part of it is not base64url");
  if (signature->empty()) return bad("it has no signature");
  Jws out{.signed_part = token.substr(0, second),
          .payload = std::move(*payload),
          .signature = std::move(*signature)};
  VG_CHECK(read_header(*header, out));
  return out;
}

}  // namespace vg::oauth
