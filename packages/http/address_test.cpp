#include "http/address.hpp"

#include <gtest/gtest.h>

namespace vg::http {
namespace {

TEST(Address, IsReadInEveryForm) {
  const auto mapped = parse_address("::ffff:10.1.2.3");
  EXPECT_EQ(parse_address("10.1.2.3"), mapped);
  EXPECT_EQ(parse_address("::FFFF:a01:203"), mapped);
  EXPECT_EQ(parse_address("2001:db8::1"), parse_address("2001:0db8:0:0:0:0:0:0001"));
  EXPECT_EQ(parse_address("::"), Address{});
  EXPECT_EQ((*parse_address("1::"))[1], 1);
  EXPECT_EQ((*parse_address("::1"))[15], 1);
}

TEST(Address, IsRefusedWhenItIsNone) {
  for (const char* text :
       {"",        "1.2.3",     "1.2.3.4.5", "1.2.3.256", "01.2.3.4",      "1.2.3.4:80",
        "a",       "1.2.3.-4",  ":::",       "1::2::3",   "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9",
        "::12345", "[::1]",     "::1%eth0",  "1.2.3.4::", "::1.2.3",       "1:2:3:4:5:6:7::8:9",
        "::g",     "localhost", "1. 2.3.4"})
    EXPECT_FALSE(parse_address(text)) << text;
  for (const char* text : {"10.0.0.0/33", "10.0.0.0/", "::/129", "/8", "10.0.0.0/8/8", "::1/08"})
    EXPECT_FALSE(parse_network(text)) << text;
}

TEST(Network, HasItsAddressesAndNoOthers) {
  const auto has = [](const char* network, const char* address) {
    return parse_network(network)->contains(*parse_address(address));
  };
  EXPECT_TRUE(has("10.0.0.0/8", "10.255.0.1"));
  EXPECT_FALSE(has("10.0.0.0/8", "11.0.0.1"));
  EXPECT_TRUE(has("127.0.0.1", "::ffff:127.0.0.1"));
  EXPECT_FALSE(has("127.0.0.1", "127.0.0.2"));
  EXPECT_TRUE(has("2001:db8::/33", "2001:db8:7fff::1"));
  EXPECT_FALSE(has("2001:db8::/33", "2001:db8:8000::1"));
  EXPECT_FALSE(has("10.0.0.0/8", "a00::1"));
}

TEST(Network, IsOneCallerPerAddressOrPrefix) {
  EXPECT_NE(network_of("10.0.0.1"), network_of("10.0.0.2"));
  EXPECT_EQ(network_of("10.0.0.1"), network_of("::ffff:10.0.0.1"));
  EXPECT_EQ(network_of("2001:db8::1"), network_of("2001:db8::ffff:2"));
  EXPECT_NE(network_of("2001:db8::1"), network_of("2001:db8:0:1::1"));
  EXPECT_EQ(network_of("stdio"), "stdio");
}

TEST(CallerAddress, BelievesOnlyTheProxiesThatAreNamed) {
  const Proxies proxies = {{*parse_network("10.0.0.0/8"), *parse_network("::1")}, false};
  const auto caller = [&](const char* peer, const std::vector<Header>& headers) {
    return caller_address(peer, headers, proxies);
  };
  const auto forwarded = [](const char* value) { return Header{"X-Forwarded-For", value}; };
  // A stranger may claim what he likes.
  EXPECT_EQ(caller("192.0.2.1", {forwarded("198.51.100.7")}), "192.0.2.1");
  EXPECT_EQ(caller_address("192.0.2.1", {forwarded("198.51.100.7")}, {}), "192.0.2.1");
  // A file of this machine is a proxy only when that is said.
  EXPECT_EQ(caller("unix", {forwarded("198.51.100.7")}), "unix");
  EXPECT_EQ(caller_address("unix", {forwarded("unix, 198.51.100.7")}, {{}, true}), "198.51.100.7");
  EXPECT_EQ(caller_address("unix", {forwarded("unix")}, {{}, true}), "unix");
  // What the proxy put last counts, whatever its caller sent before.
  EXPECT_EQ(caller("10.0.0.1", {forwarded("198.51.100.7")}), "198.51.100.7");
  EXPECT_EQ(caller("10.0.0.1", {forwarded("127.0.0.1, 198.51.100.7")}), "198.51.100.7");
  EXPECT_EQ(caller("10.0.0.1", {forwarded("127.0.0.1"), {"x-FORWARDED-for", "198.51.100.7"}}),
            "198.51.100.7");
  // Proxies behind each other.
  EXPECT_EQ(caller("::1", {forwarded("203.0.113.9, 198.51.100.7, 10.9.9.9")}), "198.51.100.7");
  EXPECT_EQ(caller("::1", {forwarded("10.1.1.1, 10.9.9.9")}), "10.1.1.1");
  // No address, or none at all: the proxy itself.
  EXPECT_EQ(caller("10.0.0.1", {forwarded("198.51.100.7, unknown")}), "10.0.0.1");
  EXPECT_EQ(caller("10.0.0.1", {forwarded("")}), "10.0.0.1");
  EXPECT_EQ(caller("10.0.0.1", {}), "10.0.0.1");
  EXPECT_EQ(caller("10.0.0.1", {{"Forwarded", "for=198.51.100.7"}, {"X-Real-IP", "1.1.1.1"}}),
            "10.0.0.1");
}

}  // namespace
}  // namespace vg::http
