#include "oauth/resource_server.hpp"

#include "base/text.hpp"
#include "json/write.hpp"
#include "oauth/claims.hpp"
#include "oauth/subject.hpp"

#include <algorithm>

namespace vg::oauth {
namespace {

constexpr std::string_view kWellKnown = "/.well-known/oauth-protected-resource";
constexpr std::string_view kFirstScope = "read";  // what a client asks for to begin with

bool is_plain(char c) {
  return c > 0x20 && c < 0x7F &&
         std::string_view("\"\\<>^`{|}?#").find(c) == std::string_view::npos;
}

// Where the path of an address begins; its size when there is none.
std::size_t path_begin(std::string_view url) {
  const std::size_t scheme = url.find("://");
  const std::size_t from = scheme == std::string_view::npos ? 0 : scheme + 3;
  return std::min(url.find('/', from), url.size());
}

std::string metadata_of(const ResourceServerOptions& options, const std::string& resource) {
  json::Arena arena(4 * 1024);
  json::ArrayBuilder issuers(arena);
  json::ArrayBuilder scopes(arena);
  json::ArrayBuilder methods(arena);
  for (const std::string_view scope : split(kScopes, ' ')) scopes.add(json::Value(scope));
  json::ObjectBuilder document(arena);
  document.add("resource", json::Value(resource))
      .add("authorization_servers", issuers.add(json::Value(options.issuer)).finish())
      .add("scopes_supported", scopes.finish())
      .add("bearer_methods_supported", methods.add(json::Value("header")).finish())
      .add("resource_name", json::Value("Voygent"));
  return json::write(document.finish());
}

std::string challenge(std::string_view error, std::string_view scope, std::string_view metadata) {
  std::string out = "Bearer ";
  if (!error.empty()) out.append("error=\"").append(error).append("\", ");
  out.append("scope=\"").append(scope).append("\", resource_metadata=\"");
  return out.append(metadata).append("\"");
}

}  // namespace

bool is_issuer(std::string_view url) {
  constexpr std::string_view kSecure = "https://";
  constexpr std::string_view kPlain = "http://";
  const bool secure = url.starts_with(kSecure);
  if (!secure && !url.starts_with(kPlain)) return false;
  const std::string_view rest = url.substr(secure ? kSecure.size() : kPlain.size());
  const std::string_view authority = rest.substr(0, rest.find('/'));
  const std::string_view host = authority.starts_with('[')
                                    ? authority.substr(0, authority.find(']') + 1)
                                    : authority.substr(0, authority.find(':'));
  if (host.empty() || authority.find('@') != std::string_view::npos) return false;
  const bool here = host == "localhost" || host == "127.0.0.1" || host == "[::1]";
  return (secure || here) && std::ranges::all_of(url, is_plain);
}

ResourceServer::ResourceServer(ResourceServerOptions options, const Signatures& signatures)
    : options_(std::move(options)), signatures_(signatures) {
  resources_.push_back(make_resource(""));
  for (const std::string& path : options_.paths) resources_.push_back(make_resource(path));
}

// The document of an address stands at its host, with the path of the address behind the well-known
// part. A token for the whole server is good for each of its parts, not the other way round.
ResourceServer::Resource ResourceServer::make_resource(std::string_view path) const {
  const std::string_view url = options_.public_url;
  const std::size_t begin = path_begin(url);
  const std::string address = std::string(url) + std::string(path);
  Resource out{.path = std::string(path),
               .well_known = std::string(kWellKnown) + address.substr(begin),
               .metadata_url = {},
               .document = metadata_of(options_, address),
               .audiences = {}};
  out.metadata_url = std::string(url.substr(0, begin)) + out.well_known;
  if (!options_.audience.empty()) {
    out.audiences = {options_.audience};
  } else {
    // Clients that make an address of a host alone end it with a slash.
    out.audiences = {std::string(url), std::string(url) + "/", address};
  }
  return out;
}

const ResourceServer::Resource& ResourceServer::resource(std::string_view path) const {
  for (const Resource& resource : resources_)
    if (resource.path == path) return resource;
  return resources_.front();
}

Result<Actor> ResourceServer::actor_of(std::string_view token, std::string_view path,
                                       Instant now) const {
  VG_TRY(const Jws jws, parse_jws(token));
  if (!signatures_.good(jws))
    return Error{ErrorCode::unauthenticated,
                 "the token is not good: no key of the authorization server signed it",
                 {}};
  VG_TRY(Claims claims, check_claims(jws.payload, options_.issuer, resource(path).audiences, now));
  return Actor{.token_hash = subject_hash(options_.issuer, claims.subject),
               .tenant = {},
               .granted = std::move(claims.scopes)};
}

const std::string* ResourceServer::metadata(std::string_view path) const {
  for (const Resource& resource : resources_)
    if (resource.well_known == path) return &resource.document;
  return nullptr;
}

std::string ResourceServer::challenge_missing(std::string_view path) const {
  return challenge({}, kFirstScope, resource(path).metadata_url);
}

std::string ResourceServer::challenge_invalid(std::string_view path) const {
  return challenge("invalid_token", kFirstScope, resource(path).metadata_url);
}

std::string ResourceServer::challenge_scope(std::string_view path, const Actor& actor,
                                            std::string_view scope) const {
  std::string scopes;
  for (const std::string_view word : split(kScopes, ' '))
    if (word == scope || actor.may(word)) scopes.append(scopes.empty() ? "" : " ").append(word);
  return challenge("insufficient_scope", scopes, resource(path).metadata_url);
}

}  // namespace vg::oauth
