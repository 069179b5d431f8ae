#include "http/head.hpp"

#include "json/parse.hpp"
#include "tests/support/files.hpp"

#include <gtest/gtest.h>
#include <string>

namespace vg::http {
namespace {

std::optional<HeadFault> fault_of(std::string_view bytes) {
  const HeadEnd end = find_head_end(bytes);
  if (end.fault) return end.fault;
  return end.size == 0 ? std::nullopt : check_head(bytes.substr(0, end.size));
}

// Code points as the bytes of Latin-1: how the corpus writes bytes.
std::string as_bytes(std::string_view utf8) {
  std::string out;
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    const auto byte = static_cast<unsigned char>(utf8[i]);
    if (byte < 0x80) {
      out += utf8[i];
    } else {
      out += static_cast<char>((byte & 3U) << 6U | (static_cast<unsigned char>(utf8[++i]) & 63U));
    }
  }
  return out;
}

TEST(Head, RefusesTheCorpus) {
  const std::string text = VG_FILE("tests/data/http/requests.json");
  json::Arena arena;
  const auto corpus = json::parse(arena, text);
  ASSERT_TRUE(corpus);
  int heads = 0;
  for (const json::Value& row : corpus->items()) {
    const auto fault = fault_of(as_bytes(row.get_text("bytes")));
    const bool refused = row.get_text("layer") == "head";
    heads += refused ? 1 : 0;
    EXPECT_EQ(fault.has_value(), refused) << row.get_text("name");
    if (fault && refused)
      EXPECT_EQ(fault->status, row.get("status").integer()) << row.get_text("name");
  }
  EXPECT_GE(heads, 60);
}

TEST(Head, LetsOrdinaryRequestsPass) {
  for (const char* head :
       {"GET / HTTP/1.1\r\nHost: a\r\n\r\n", "GET / HTTP/1.0\r\n\r\n",
        "POST /mcp?x=%20&y=[1] HTTP/1.1\r\nhost:a\r\nCONTENT-LENGTH:  12 \r\n\r\n",
        "POST /mcp HTTP/1.1\r\nHost: a\r\ntransfer-encoding:\tChunked\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: a\r\nX-Empty:\r\nX-Bytes: \xC3\xA9\t\xFF\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nAccept: a\r\nAccept: b\r\n\r\n"})
    EXPECT_FALSE(fault_of(head)) << head << fault_of(head)->detail;
}

TEST(Head, IsFoundWhereverItsBytesAreCut) {
  const std::string head = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  const std::string bytes = head + "next\n";
  for (std::size_t cut = 0; cut < head.size(); ++cut) {
    EXPECT_EQ(find_head_end(bytes.substr(0, cut)).size, 0U);
    EXPECT_FALSE(find_head_end(bytes.substr(0, cut)).fault);
    EXPECT_EQ(find_head_end(bytes, cut).size, head.size()) << cut;
  }
}

TEST(Head, CountsHeaders) {
  std::string head = "GET / HTTP/1.1\r\nHost: a\r\n";
  for (std::size_t i = 1; i < kMaxHeaders; ++i) head += "a: \r\n";
  EXPECT_FALSE(fault_of(head + "\r\n"));
  EXPECT_EQ(fault_of(head + "a: \r\n\r\n")->status, 431);
}

}  // namespace
}  // namespace vg::http
