#include "oauth/resource_server.hpp"

#include "base/digest.hpp"
#include "json/parse.hpp"
#include "oauth/subject.hpp"

#include <gtest/gtest.h>
#include <string>

namespace vg::oauth {
namespace {

constexpr Instant kNow{1'800'000'000'000};

// Takes the signature `good`.
class Fixed final : public Signatures {
 public:
  bool good(const Jws& jws) const override { return jws.signature == "good"; }
};

std::string encoded(std::string_view text) {
  return to_base64url({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

std::string token(const std::string& audience, std::string_view signature = "good",
                  const std::string& exp = "1800000100") {
  return encoded(R"({"alg":"ES256"})") + "." +
         encoded(R"({"iss":"https://id.example.com","sub":"s","scope":"read","aud":")" + audience +
                 R"(","exp":)" + exp + "}") +
         "." + encoded(signature);
}

struct World {
  explicit World(std::string audience = {}, std::string url = "https://trips.example.com")
      : server({.issuer = "https://id.example.com",
                .audience = std::move(audience),
                .public_url = std::move(url),
                .paths = {"/mcp", "/mcp/trips"}},
               signatures) {}

  bool takes(const std::string& aud, std::string_view path) const {
    return server.actor_of(token(aud), path, kNow).has_value();
  }

  const Fixed signatures = {};
  ResourceServer server;
};

TEST(ResourceServer, MakesAnActorOfAToken) {
  const World world;
  const auto actor = world.server.actor_of(token("https://trips.example.com"), "/mcp", kNow);
  ASSERT_TRUE(actor);
  EXPECT_EQ(actor->token_hash, subject_hash("https://id.example.com", "s"));
  EXPECT_EQ(actor->granted, "read");
  EXPECT_TRUE(actor->may("read"));
  EXPECT_FALSE(actor->may("write"));
  EXPECT_TRUE(actor->tenant.empty());
}

TEST(ResourceServer, LooksAtSignatureAndExpiryEachTime) {
  const World world;
  const std::string good = token("https://trips.example.com");
  EXPECT_TRUE(world.server.actor_of(good, "/mcp", kNow));
  EXPECT_FALSE(world.server.actor_of(good, "/mcp", Instant{kNow.ms + 3'600'000}));
  EXPECT_FALSE(world.server.actor_of(token("https://trips.example.com", "bad"), "/mcp", kNow));
  EXPECT_FALSE(world.server.actor_of("vg_x", "/mcp", kNow));
}

TEST(ResourceServer, TakesATokenForTheWholeInEveryPartAndOneForAPartThereOnly) {
  const World world;
  for (const std::string_view path : {"/mcp", "/mcp/trips", "/v1/trips", "/metrics"}) {
    EXPECT_TRUE(world.takes("https://trips.example.com", path)) << path;
    EXPECT_TRUE(world.takes("https://trips.example.com/", path)) << path;
    EXPECT_FALSE(world.takes("https://trips.example.org", path)) << path;
  }
  EXPECT_TRUE(world.takes("https://trips.example.com/mcp", "/mcp"));
  EXPECT_FALSE(world.takes("https://trips.example.com/mcp", "/mcp/trips"));
  EXPECT_FALSE(world.takes("https://trips.example.com/mcp", "/v1/trips"));
  EXPECT_TRUE(world.takes("https://trips.example.com/mcp/trips", "/mcp/trips"));
  EXPECT_FALSE(world.takes("https://trips.example.com/mcp/trips", "/mcp"));
  const World named("voygent");
  EXPECT_TRUE(named.takes("voygent", "/mcp"));
  EXPECT_FALSE(named.takes("https://trips.example.com", "/mcp"));
}

TEST(ResourceServer, DescribesEachResourceWhereClientsLook) {
  const World world;
  for (const std::string path : {"", "/mcp", "/mcp/trips"}) {
    const std::string* text = world.server.metadata("/.well-known/oauth-protected-resource" + path);
    ASSERT_NE(text, nullptr) << path;
    json::Arena arena;
    const auto document = json::parse(arena, *text);
    ASSERT_TRUE(document);
    EXPECT_EQ(document->get_text("resource"), "https://trips.example.com" + path);
    ASSERT_EQ(document->get("authorization_servers").items().size(), 1U);
    EXPECT_EQ(document->get("authorization_servers").items()[0].text(), "https://id.example.com");
    EXPECT_EQ(document->get("scopes_supported").items().size(), 4U);
    EXPECT_EQ(document->get("bearer_methods_supported").items()[0].text(), "header");
  }
  for (const std::string path :
       {"", "/", "/mcp", "/.well-known/oauth-protected-resource/",
        "/.well-known/oauth-protected-resource/v1", "/.well-known/oauth-authorization-server"})
    EXPECT_EQ(world.server.metadata(path), nullptr) << path;
}

TEST(ResourceServer, StandsUnderAPathToo) {
  const World world({}, "https://example.com/voygent");
  EXPECT_NE(world.server.metadata("/.well-known/oauth-protected-resource/voygent/mcp"), nullptr);
  EXPECT_EQ(world.server.metadata("/.well-known/oauth-protected-resource/mcp"), nullptr);
  EXPECT_EQ(world.server.challenge_missing("/mcp"),
            "Bearer scope=\"read\", resource_metadata=\"https://example.com/.well-known/"
            "oauth-protected-resource/voygent/mcp\"");
  EXPECT_TRUE(world.takes("https://example.com/voygent/mcp", "/mcp"));
}

TEST(ResourceServer, ChallengesWithWhatIsMissing) {
  const World world;
  const std::string at = "https://trips.example.com/.well-known/oauth-protected-resource";
  EXPECT_EQ(world.server.challenge_missing("/v1/trips"),
            "Bearer scope=\"read\", resource_metadata=\"" + at + "\"");
  EXPECT_EQ(world.server.challenge_invalid("/mcp"),
            "Bearer error=\"invalid_token\", scope=\"read\", resource_metadata=\"" + at + "/mcp\"");
  Actor actor;
  actor.granted = "read admin";
  EXPECT_EQ(world.server.challenge_scope("/mcp", actor, "write"),
            "Bearer error=\"insufficient_scope\", scope=\"read write admin\", "
            "resource_metadata=\"" +
                at + "/mcp\"");
}

TEST(Issuer, IsAnAddressOverTls) {
  for (const std::string_view url :
       {"https://id.example.com", "https://id.example.com/realms/a", "https://id.example.com:8443",
        "http://localhost:9000", "http://127.0.0.1:1/x", "http://[::1]:1"})
    EXPECT_TRUE(is_issuer(url)) << url;
  for (const std::string_view url :
       {"", "https://", "id.example.com", "http://id.example.com", "ftp://id.example.com",
        "https://id.example.com?x", "https://id.example.com#x", "https://u@id.example.com",
        "https://id.example.com/a b", "https://id.example.com/\"", "https://id.example.com/\r\n",
        "https:///x", "http://localhost.example.com", "http://localhost@example.com"})
    EXPECT_FALSE(is_issuer(url)) << url;
}

}  // namespace
}  // namespace vg::oauth
