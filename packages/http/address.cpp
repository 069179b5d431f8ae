#include "http/address.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace vg::http {
namespace {

constexpr std::size_t kBytes = 16;
constexpr std::size_t kV4Start = 12;
constexpr unsigned kV4Prefix = 96;
constexpr std::string_view kForwardedFor = "x-forwarded-for";

std::optional<unsigned> number(std::string_view digits, unsigned most) {
  if (digits.empty() || digits.size() > 3 || (digits.size() > 1 && digits.front() == '0'))
    return std::nullopt;
  unsigned value = 0;
  for (char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + static_cast<unsigned>(c - '0');
  }
  return value <= most ? std::optional(value) : std::nullopt;
}

std::optional<unsigned> hex_group(std::string_view digits) {
  if (digits.empty() || digits.size() > 4) return std::nullopt;
  unsigned value = 0;
  for (char c : digits) {
    const char lower = c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c;
    if (!((lower >= '0' && lower <= '9') || (lower >= 'a' && lower <= 'f'))) return std::nullopt;
    value = value * 16 + static_cast<unsigned>(lower <= '9' ? lower - '0' : lower - 'a' + 10);
  }
  return value;
}

using Bytes = std::vector<std::uint8_t>;

bool add_v4(std::string_view text, Bytes& out) {
  const auto parts = split(text, '.');
  if (parts.size() != 4) return false;
  for (std::string_view part : parts) {
    const auto value = number(part, 255);
    if (!value) return false;
    out.push_back(static_cast<std::uint8_t>(*value));
  }
  return true;
}

// Groups with colons between them; the last one may be an address of IPv4.
bool add_groups(std::string_view text, Bytes& out) {
  if (text.empty()) return true;
  const auto groups = split(text, ':');
  if (groups.size() > 8) return false;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (i + 1 == groups.size() && groups[i].find('.') != std::string_view::npos)
      return add_v4(groups[i], out);
    const auto value = hex_group(groups[i]);
    if (!value) return false;
    out.push_back(static_cast<std::uint8_t>(*value >> 8U));
    out.push_back(static_cast<std::uint8_t>(*value & 255U));
  }
  return true;
}

bool is_v4(const Address& address) {
  constexpr Address kMapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 0, 0, 0, 0};
  return std::equal(address.begin(), address.begin() + kV4Start, kMapped.begin());
}

}  // namespace

std::optional<Address> parse_address(std::string_view text) {
  Address out{};
  Bytes head, tail;
  if (text.find(':') == std::string_view::npos) {
    if (!add_v4(text, tail)) return std::nullopt;
    out[10] = out[11] = 255;
    std::ranges::copy(tail, out.begin() + kV4Start);
    return out;
  }
  const std::size_t gap = text.find("::");
  if (gap == std::string_view::npos) {
    if (!add_groups(text, head) || head.size() != kBytes) return std::nullopt;
  } else {
    const std::string_view before = text.substr(0, gap);
    if (before.find('.') != std::string_view::npos) return std::nullopt;
    if (!add_groups(before, head) || !add_groups(text.substr(gap + 2), tail)) return std::nullopt;
    if (head.size() + tail.size() > kBytes - 2) return std::nullopt;
  }
  std::ranges::copy(head, out.begin());
  std::ranges::copy(tail, out.end() - static_cast<std::ptrdiff_t>(tail.size()));
  return out;
}

bool Network::contains(const Address& other) const {
  for (unsigned bit = 0; bit < bits; ++bit) {
    const unsigned mask = 128U >> (bit % 8);
    if ((address[bit / 8] & mask) != (other[bit / 8] & mask)) return false;
  }
  return true;
}

std::optional<Network> parse_network(std::string_view text) {
  const std::size_t slash = text.find('/');
  const auto address = parse_address(text.substr(0, slash));
  if (!address) return std::nullopt;
  if (slash == std::string_view::npos) return Network{*address, 128};
  const bool v4 = text.find(':') == std::string_view::npos;
  const auto bits = number(text.substr(slash + 1), v4 ? 32 : 128);
  if (!bits) return std::nullopt;
  return Network{*address, *bits + (v4 ? kV4Prefix : 0)};
}

std::string network_of(std::string_view address) {
  const auto parsed = parse_address(address);
  if (!parsed) return std::string(address);
  const std::size_t first = is_v4(*parsed) ? kV4Start : 0;
  const std::size_t size = is_v4(*parsed) ? 4 : 8;
  std::string out(is_v4(*parsed) ? "4" : "6");
  for (std::size_t i = first; i < first + size; ++i) out += static_cast<char>((*parsed)[i]);
  return out;
}

bool Proxies::has(std::string_view peer) const {
  if (peer == kUnixPeer) return unix_socket;
  if (networks.empty()) return false;
  const auto address = parse_address(peer);
  return address && std::ranges::any_of(networks, [&](const Network& network) {
           return network.contains(*address);
         });
}

std::string caller_address(std::string_view peer, const std::vector<Header>& headers,
                           const Proxies& proxies) {
  std::string_view caller = peer;
  if (!proxies.has(peer)) return std::string(caller);
  std::vector<std::string_view> hops;
  for (const Header& header : headers)
    if (to_lower_ascii(header.name) == kForwardedFor)
      for (std::string_view hop : split(header.value, ',')) hops.push_back(trim(hop));
  for (auto hop = hops.rbegin(); hop != hops.rend(); ++hop) {
    // What is no address was not written by a proxy that can be believed.
    if (!parse_address(*hop)) break;
    caller = *hop;
    if (!proxies.has(caller)) break;
  }
  return std::string(caller);
}

}  // namespace vg::http
