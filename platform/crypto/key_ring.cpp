#include "platform/crypto/key_ring.hpp"

#include "base/digest.hpp"
#include "base/text.hpp"

#include <array>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <string>
#include <vector>

namespace vg::crypto {
namespace {

using oauth::Algorithm;
using oauth::Jws;

constexpr std::size_t kRemembered = 512;
constexpr std::size_t kHalf = 32;  // of an ES256 signature: r, then s

template <auto Free>
struct Freed {
  template <class T>
  void operator()(T* thing) const {
    Free(thing);
  }
};
template <class T, auto Free>
using Owned = std::unique_ptr<T, Freed<Free>>;

using PublicKey = Owned<EVP_PKEY, EVP_PKEY_free>;
using Number = Owned<BIGNUM, BN_free>;

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

Number number(std::string_view text) {
  return Number(BN_bin2bn(bytes_of(text), static_cast<int>(text.size()), nullptr));
}

PublicKey make_key(const char* type, OSSL_PARAM_BLD* parts) {
  const Owned<OSSL_PARAM, OSSL_PARAM_free> params(OSSL_PARAM_BLD_to_param(parts));
  const Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free> maker(
      EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
  EVP_PKEY* made = nullptr;
  if (!params || !maker || EVP_PKEY_fromdata_init(maker.get()) != 1 ||
      EVP_PKEY_fromdata(maker.get(), &made, EVP_PKEY_PUBLIC_KEY, params.get()) != 1)
    return nullptr;
  PublicKey key(made);
  const Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free> checker(
      EVP_PKEY_CTX_new_from_pkey(nullptr, made, nullptr));
  return checker && EVP_PKEY_public_check(checker.get()) == 1 ? std::move(key) : nullptr;
}

PublicKey make_key(const oauth::Key& key) {
  const Owned<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free> parts(OSSL_PARAM_BLD_new());
  switch (key.algorithm) {
    case Algorithm::es256: {
      const std::string point = "\x04" + key.x + key.y;  // both coordinates follow
      OSSL_PARAM_BLD_push_utf8_string(parts.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0);
      OSSL_PARAM_BLD_push_octet_string(parts.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                       point.size());
      return make_key("EC", parts.get());
    }
    case Algorithm::rs256: {
      const Number modulus = number(key.modulus);
      const Number exponent = number(key.exponent);
      OSSL_PARAM_BLD_push_BN(parts.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get());
      OSSL_PARAM_BLD_push_BN(parts.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get());
      return make_key("RSA", parts.get());
    }
  }
  return nullptr;
}

// r and s as JWS has them -> as ASN.1, which libcrypto takes; empty when they are not 32 bytes
// each.
std::string to_der(std::string_view raw) {
  if (raw.size() != 2 * kHalf) return {};
  Number r = number(raw.substr(0, kHalf));
  Number s = number(raw.substr(kHalf));
  const Owned<ECDSA_SIG, ECDSA_SIG_free> pair(ECDSA_SIG_new());
  // The pair takes both numbers, unless one is missing.
  if (!r || !s || !pair || ECDSA_SIG_set0(pair.get(), r.release(), s.release()) != 1) return {};
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(pair.get(), &der);
  if (size <= 0) return {};
  std::string out(reinterpret_cast<const char*>(der), static_cast<std::size_t>(size));
  OPENSSL_free(der);
  return out;
}

bool verify(EVP_PKEY* key, const Jws& jws) {
  const std::string signature =
      jws.algorithm == Algorithm::es256 ? to_der(jws.signature) : jws.signature;
  const Owned<EVP_MD_CTX, EVP_MD_CTX_free> digest(EVP_MD_CTX_new());
  // RSA keys pad by PKCS #1 v1.5 unless told otherwise.
  const bool good = !signature.empty() && digest &&
                    EVP_DigestVerifyInit(digest.get(), nullptr, EVP_sha256(), nullptr, key) == 1 &&
                    EVP_DigestVerify(digest.get(), bytes_of(signature), signature.size(),
                                     bytes_of(jws.signed_part), jws.signed_part.size()) == 1;
  ERR_clear_error();  // of this thread, which has others to serve
  return good;
}

}  // namespace

// One key set, and what it has found good.
class KeySet {
 public:
  static Result<std::shared_ptr<KeySet>> make(std::string_view text) {
    VG_TRY(std::vector<oauth::Key> read, oauth::parse_jwks(text));
    auto out = std::make_shared<KeySet>();
    for (oauth::Key& key : read) {
      PublicKey made = make_key(key);
      ERR_clear_error();
      if (!made)
        return Error{ErrorCode::invalid,
                     "the key set is not usable: the key \"" + one_line(key.id.value_or(""), 60) +
                         "\" is no public key",
                     {}};
      out->entries_.push_back({key.algorithm, std::move(key.id), std::move(made)});
    }
    return out;
  }

  bool good(const Jws& jws) {
    const Entry* entry = find(jws);
    if (entry == nullptr) return false;
    const Digest token = sha256(std::string(jws.signed_part) + "." + jws.signature);
    const std::size_t place = (token[0] * 256U + token[1]) % kRemembered;
    {
      const std::lock_guard lock(mutex_);
      if (remembered_[place] == token) return true;
    }
    if (!verify(entry->key.get(), jws)) return false;
    const std::lock_guard lock(mutex_);
    remembered_[place] = token;
    return true;
  }

 private:
  struct Entry {
    Algorithm algorithm;
    std::optional<std::string> id;
    PublicKey key;
  };

  // The algorithm is that of the key: a token cannot have an RSA key used for anything else.
  const Entry* find(const Jws& jws) const {
    const Entry* found = nullptr;
    for (const Entry& entry : entries_) {
      if (entry.algorithm != jws.algorithm || (jws.key_id && entry.id != jws.key_id)) continue;
      if (found != nullptr) return nullptr;
      found = &entry;
    }
    return found;
  }

  std::vector<Entry> entries_;
  std::mutex mutex_;
  std::array<Digest, kRemembered> remembered_{};  // each in the one place that its bytes give it
};

KeyRing::KeyRing() : keys_(std::make_shared<KeySet>()) {}
KeyRing::~KeyRing() = default;

Status KeyRing::load(std::string_view key_set) {
  VG_TRY(auto made, KeySet::make(key_set));
  const std::lock_guard lock(mutex_);
  keys_ = std::move(made);
  return Done();
}

std::shared_ptr<KeySet> KeyRing::keys() const {
  const std::lock_guard lock(mutex_);
  return keys_;
}

bool KeyRing::good(const Jws& jws) const {
  return keys()->good(jws);
}

}  // namespace vg::crypto
