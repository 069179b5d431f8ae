#include "oauth/jwks.hpp"

#include "base/digest.hpp"
#include "base/text.hpp"
#include "json/parse.hpp"

#include <algorithm>
#include <array>
#include <bit>

namespace vg::oauth {
namespace {

using json::Value;

constexpr json::ParseLimits kSetLimits{.depth = 8, .values = 10'000};
constexpr std::size_t kCoordinateBytes = 32;
constexpr std::size_t kMinModulusBits = 2048;
constexpr std::size_t kMaxModulusBits = 8192;
constexpr std::size_t kMaxExponentBytes = 4;

// Members that only a private or a symmetric key has.
constexpr std::array<std::string_view, 8> kSecretMembers = {"d",  "p",  "q",   "dp",
                                                            "dq", "qi", "oth", "k"};

Error bad(std::string_view what) {
  return {ErrorCode::invalid, "the key set is not usable: " + std::string(what), {}};
}

std::string shown(const Value& key) {
  return "the key \"" + one_line(key.get_text("kid"), 60) + "\" ";
}

std::size_t bits_of(std::string_view number) {
  if (number.empty()) return 0;
  return number.size() * 8 -
         static_cast<std::size_t>(std::countl_zero(static_cast<unsigned char>(number.front())));
}

// Whether the key says of itself that it is for something else than checking signatures of the
// algorithm.
bool is_for(const Value& key, std::string_view algorithm) {
  if (const Value* use = key.find("use"); use != nullptr && use->text() != "sig") return false;
  if (const Value* own = key.find("alg"); own != nullptr && own->text() != algorithm) return false;
  const Value* operations = key.find("key_ops");
  return operations == nullptr || std::ranges::any_of(operations->items(), [](const Value& word) {
           return word.text() == "verify";
         });
}

Result<std::string> coordinate(const Value& key, std::string_view name) {
  auto bytes = from_base64url(key.get_text(name));
  if (!bytes || bytes->size() != kCoordinateBytes)
    return bad(shown(key) + "has no " + std::string(name) + " of 32 bytes in base64url");
  return std::move(*bytes);
}

Result<std::string> number(const Value& key, std::string_view name) {
  auto bytes = from_base64url(key.get_text(name));
  // Some libraries put a zero in front, so that the number is not taken for a negative one.
  if (bytes) bytes->erase(0, bytes->find_first_not_of('\0'));
  if (!bytes || bytes->empty())
    return bad(shown(key) + "has no number " + std::string(name) + " in base64url");
  return std::move(*bytes);
}

Result<Key> elliptic(const Value& key) {
  Key out{.algorithm = Algorithm::es256};
  VG_TRY(out.x, coordinate(key, "x"));
  VG_TRY(out.y, coordinate(key, "y"));
  return out;
}

Result<Key> rsa(const Value& key) {
  Key out{.algorithm = Algorithm::rs256};
  VG_TRY(out.modulus, number(key, "n"));
  VG_TRY(out.exponent, number(key, "e"));
  const std::size_t bits = bits_of(out.modulus);
  if (bits < kMinModulusBits || bits > kMaxModulusBits)
    return bad(shown(key) + "has " + std::to_string(bits) + " bits; 2048 to 8192 are usable");
  const bool odd = (static_cast<unsigned char>(out.exponent.back()) & 1U) != 0;
  if (!odd || out.exponent.size() > kMaxExponentBytes || bits_of(out.exponent) < 2)
    return bad(shown(key) + "has an exponent that is not usable");
  return out;
}

// Nothing for a key that is of another kind or for another use.
Result<std::optional<Key>> read_key(const Value& key) {
  if (!key.is_object() || !key.get("kty").is_string()) return bad("an entry of it is no key");
  for (const std::string_view name : kSecretMembers)
    if (key.find(name) != nullptr)
      return bad(shown(key) + "is a private or symmetric one; only public keys belong here");
  const std::string_view kind = key.get_text("kty");
  const bool curve = kind == "EC" && key.get_text("crv") == "P-256" && is_for(key, "ES256");
  if (!curve && !(kind == "RSA" && is_for(key, "RS256"))) return std::optional<Key>();
  VG_TRY(Key out, curve ? elliptic(key) : rsa(key));
  if (const Value* id = key.find("kid")) {
    if (!id->is_string() || id->text().empty() || id->text().size() > kMaxKeyIdBytes)
      return bad("the kid of a key is none");
    out.id = std::string(id->text());
  }
  return std::optional<Key>(std::move(out));
}

}  // namespace

Result<std::vector<Key>> parse_jwks(std::string_view text) {
  if (text.size() > kMaxKeySetBytes) return bad("it has more than 256 KB");
  json::Arena arena;
  const auto set = json::parse(arena, text, kSetLimits);
  if (!set) return bad(set.error().message);
  if (!set->get("keys").is_array()) return bad("it is no object with a list `keys`");
  const auto entries = set->get("keys").items();
  if (entries.size() > kMaxKeys) return bad("it has more than 64 keys");
  std::vector<Key> out;
  for (const Value& entry : entries) {
    VG_TRY(std::optional<Key> key, read_key(entry));
    if (!key) continue;
    for (const Key& other : out)
      if (other.algorithm == key->algorithm && other.id == key->id)
        return bad(shown(entry) + "stands twice");
    out.push_back(std::move(*key));
  }
  if (out.empty()) return bad("no key of it can check ES256 or RS256 signatures");
  return out;
}

}  // namespace vg::oauth
