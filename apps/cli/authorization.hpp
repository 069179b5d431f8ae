// The authorization server whose tokens are accepted beside those of the product, as it is
// configured: oauth-issuer, oauth-keys and oauth-audience. Off without an issuer.
#pragma once

#include "apps/cli/settings.hpp"
#include "base/result.hpp"
#include "oauth/resource_server.hpp"
#include "platform/crypto/key_file.hpp"
#include "platform/crypto/key_ring.hpp"
#include "platform/host/periodic.hpp"

#include <memory>
#include <string>
#include <vector>

namespace vg::cli {

// The issuer as tokens name it; empty when there is none. Errors: `invalid`.
Result<std::string> issuer_of(const Settings& settings);

class Authorization final {
 public:
  // nullptr when it is off. Errors: `invalid` for settings that are not whole, and for a key set
  // that cannot be used.
  static Result<std::unique_ptr<Authorization>> open(const Settings& settings);

  // What answers for this server at its public address; made once. From then on the file of the
  // keys is read again when it changes; a file that cannot be used is logged and the keys stay.
  // Errors: `invalid` for an address that clients could not use.
  Result<const oauth::ResourceServer*> start(const std::string& public_url,
                                             std::vector<std::string> paths);

 private:
  Authorization(std::string issuer, std::string audience, const std::string& keys)
      : issuer_(std::move(issuer)), audience_(std::move(audience)), file_(keys, ring_) {}

  void refresh();

  std::string issuer_, audience_;
  crypto::KeyRing ring_;
  crypto::KeyFile file_;
  std::unique_ptr<const oauth::ResourceServer> server_;
  std::unique_ptr<const host::Periodic> watch_;  // goes before what it uses
};

}  // namespace vg::cli
