// Addresses of callers: which ones are proxies that are believed, and who is behind them.
#pragma once

#include "http/message.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vg::http {

// An address of IPv4 (as the IPv6 address that stands for it) or IPv6.
using Address = std::array<std::uint8_t, 16>;

// Dotted decimal without leading zeros, or any form of RFC 4291 without zone, brackets and port.
std::optional<Address> parse_address(std::string_view text);

struct Network {
  Address address{};
  unsigned bits = 128;

  bool contains(const Address& other) const;
};
// `10.0.0.0/8`, `::1`. Nothing when it is none.
std::optional<Network> parse_network(std::string_view text);

// What counts as one caller for limits: an address of IPv4, the first 64 bits of one of IPv6,
// which somebody gets at least. The text itself when it is no address.
std::string network_of(std::string_view address);

// The peer of a connection that came through a Unix domain socket.
inline constexpr std::string_view kUnixPeer = "unix";

// Who is believed when it says for whom it asks.
struct Proxies {
  std::vector<Network> networks = {};
  bool unix_socket = false;  // whoever reaches the socket

  bool has(std::string_view peer) const;
};

// Who asks: the peer, unless it is one of the proxies. Then the last address of X-Forwarded-For
// that is none of them; what stands before it is what anybody may claim.
std::string caller_address(std::string_view peer, const std::vector<Header>& headers,
                           const Proxies& proxies);

}  // namespace vg::http
