// What a use case may know of the world: who asks, when, and fresh ids. The host makes one per
// request.
#pragma once

#include "base/calendar.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace vg {

// Names that nobody can guess, made from one random seed of the host; the same seed gives the same
// names.
class IdSource {
 public:
  using Seed = std::array<std::uint8_t, 32>;

  explicit IdSource(Seed seed) : seed_(seed) {}

  // `length` characters of base32, five random bits each; at most 51.
  std::string random(std::size_t length);

  // A source of its own, for work beside this one. Costs nothing until a name is drawn from it.
  IdSource fork();

 private:
  static constexpr std::size_t kMostForks = 3;

  // Works out the seed of a fork.
  void settle();
  Seed draw(std::uint32_t purpose, std::uint32_t number) const;

  Seed seed_;  // of the source that the first of the forks was taken from
  std::array<std::uint32_t, kMostForks> forks_{};  // each of the one before, by its number
  std::uint32_t drawn_ = 0;
  std::uint8_t depth_ = 0;  // forks that are not in the seed yet
};

// Every scope that there is, in the order in which it is shown.
inline constexpr std::string_view kScopes = "read write publish admin";

// Who asks. Over a network the token's hash, which the database call itself resolves to the tenant;
// on the machine of the database (command line, stdio) the tenant directly. Exactly one of the two
// is set; only an import sets both, its own name in place of the hash, so that events name it.
struct Actor {
  std::string token_hash;  // SHA-256 in hexadecimal digits
  std::string tenant;
  // What the token of an authorization server itself allows, words with blanks between them: of
  // the scopes in the database those hold that are here too. Nothing: all of them hold.
  std::optional<std::string> granted = {};

  bool may(std::string_view scope) const;

  static Actor from_token(std::string_view token);
  static Actor local(std::string_view tenant);
};

struct Context {
  Instant now;
  IdSource ids;
  Actor actor;
  bool can_ask = false;  // whether the person behind the client can be asked something
};

// `t_` and 16 characters: ten of the time in milliseconds, so that newer trips sort last, and six
// random ones.
std::string make_trip_id(Context& context);
// Whether a text has the form of one.
bool is_trip_id(std::string_view text);

}  // namespace vg
