// What comes from an authorization server or from somebody who plays one: the first line as a
// header, the second as a payload and the third as a signature, which are encoded here, so that the
// fuzzer reaches what is inside; and the whole as a token, as claims, as a key set and as
// base64url.
#include "base/digest.hpp"
#include "base/text.hpp"
#include "oauth/claims.hpp"
#include "oauth/jwks.hpp"
#include "oauth/resource_server.hpp"
#include "oauth/subject.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

namespace {

using namespace vg;

constexpr Instant kNow{1'800'000'000'000};

std::string encoded(std::string_view text) {
  return to_base64url({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

class Everything final : public oauth::Signatures {
 public:
  bool good(const oauth::Jws& jws) const override {
    VG_ASSERT(!jws.signature.empty());
    return true;
  }
};

void ask(const oauth::ResourceServer& server, std::string_view token) {
  const auto actor = server.actor_of(token, "/mcp", kNow);
  if (!actor) {
    VG_ASSERT(actor.error().code == ErrorCode::unauthenticated);
    return;
  }
  VG_ASSERT(token.size() <= oauth::kMaxTokenBytes);
  VG_ASSERT(actor->tenant.empty() && actor->token_hash.size() == 64 && actor->granted);
  for (const std::string_view scope : split(*actor->granted, ' '))
    VG_ASSERT(scope.empty() || has_word(kScopes, scope));
  // Once it is over it is never good again.
  VG_ASSERT(!server.actor_of(token, "/mcp", Instant{2'000'000'000'000'000}));
}

void read_keys(std::string_view text) {
  const auto keys = oauth::parse_jwks(text);
  if (!keys) return;
  VG_ASSERT(!keys->empty() && keys->size() <= oauth::kMaxKeys);
  for (const oauth::Key& key : *keys)
    VG_ASSERT(key.algorithm == oauth::Algorithm::es256
                  ? key.x.size() == 32 && key.y.size() == 32
                  : key.modulus.size() >= 256 && key.modulus.size() <= 1024);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Everything signatures;
  static const oauth::ResourceServer server({.issuer = "https://i.example",
                                             .audience = "a",
                                             .public_url = "https://t.example",
                                             .paths = {"/mcp"}},
                                            signatures);
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto lines = split(text, '\n');
  if (lines.size() >= 3)
    ask(server, encoded(lines[0]) + "." + encoded(lines[1]) + "." + encoded(lines[2]));
  ask(server, text);
  read_keys(text);
  if (const auto bytes = from_base64url(text)) VG_ASSERT(encoded(*bytes) == text);
  VG_ASSERT(from_base64url(encoded(text)) == text);
  if (oauth::is_subject(text)) VG_ASSERT(oauth::subject_hash("i", text).size() == 64);
  static_cast<void>(oauth::is_issuer(text));
  return 0;
}
