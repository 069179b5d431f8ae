// This installation as a resource server of OAuth 2.1: which tokens of the configured authorization
// server it accepts and as whom, where it says so (RFC 9728), and how it refuses (RFC 6750).
#pragma once

#include "base/context.hpp"
#include "base/result.hpp"
#include "oauth/jws.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace vg::oauth {

// Whether a signature was made with a key of the authorization server.
class Signatures {
 public:
  virtual ~Signatures() = default;
  // By the key of that id and of that algorithm; without an id by the only key of the algorithm.
  // False when there is no such key. May be asked by several threads at once.
  virtual bool good(const Jws& jws) const = 0;
};

struct ResourceServerOptions {
  std::string issuer;
  std::string audience;            // empty: the addresses of this server
  std::string public_url;          // of this server, without a slash at the end
  std::vector<std::string> paths;  // `/mcp`: what is a resource of its own
};

// Whether a text can be an issuer or the public address of a server with OAuth: `https`, or `http`
// on this machine, a host, maybe a path, no query, no fragment, and nothing that a header or a
// quoted text could not hold.
bool is_issuer(std::string_view url);

class ResourceServer final {
 public:
  // `signatures` lives longer.
  ResourceServer(ResourceServerOptions options, const Signatures& signatures);

  // Whether a token is one that an authorization server made. Those of the product begin with
  // `vg_`, which no JWS does.
  static bool is_foreign(std::string_view token) { return !token.starts_with("vg_"); }

  // Who sends the token to the path. Expiry is checked at every call. Errors: `unauthenticated`.
  Result<Actor> actor_of(std::string_view token, std::string_view path, Instant now) const;

  // The document at a well-known path; nullptr when there is none there.
  const std::string* metadata(std::string_view path) const;

  // What WWW-Authenticate says at a path. A missing token is asked for without an error code.
  std::string challenge_missing(std::string_view path) const;
  std::string challenge_invalid(std::string_view path) const;
  // Asks for the scopes that the caller has too: a client takes what it gets in place of those.
  std::string challenge_scope(std::string_view path, const Actor& actor,
                              std::string_view scope) const;

 private:
  struct Resource {
    std::string path;        // empty: the server as a whole
    std::string well_known;  // path of its document
    std::string metadata_url;
    std::string document;
    std::vector<std::string> audiences;
  };

  Resource make_resource(std::string_view path) const;
  const Resource& resource(std::string_view path) const;

  ResourceServerOptions options_;
  const Signatures& signatures_;
  std::vector<Resource> resources_;  // the whole server is the first
};

}  // namespace vg::oauth
