// Bytes of a connection: looked at and parsed as the HTTP server does it, and then through
// everything that reads the head of a request. What the check lets through has to be the same head
// for the parser.
#include "base/result.hpp"
#include "http/address.hpp"
#include "http/guard.hpp"
#include "http/head.hpp"
#include "http/trace_context.hpp"
#include "platform/beast/server.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <cstddef>
#include <cstdint>

namespace {

namespace wire = boost::beast::http;
namespace asio = boost::asio;
using boost::system::error_code;

using Parser = wire::request_parser<wire::string_body>;

// As a connection does: the head first, then the body. Returns whether a request was read.
bool read(Parser& parser, boost::beast::flat_buffer& buffer) {
  const vg::beast::Limits limits;
  const std::string_view bytes(static_cast<const char*>(buffer.data().data()), buffer.size());
  const vg::http::HeadEnd end = vg::http::find_head_end(bytes);
  if (end.fault || end.size == 0 || end.size > limits.head_bytes) return false;
  VG_ASSERT(end.size <= bytes.size());
  if (vg::http::check_head(bytes.substr(0, end.size))) return false;
  const std::size_t before = bytes.size();
  parser.header_limit(limits.head_bytes);
  parser.body_limit(limits.body_bytes);
  error_code error;
  while (!parser.is_header_done()) {
    const std::size_t used = parser.put(buffer.data(), error);
    if (error) return false;
    buffer.consume(used);
    if (used == 0) return false;
  }
  VG_ASSERT(before - buffer.size() == end.size);
  parser.eager(true);
  while (!parser.is_done()) {
    const std::size_t used = parser.put(buffer.data(), error);
    if (error) return false;
    buffer.consume(used);
    if (used == 0) return false;
  }
  return true;
}

void use(const vg::http::Request& request) {
  const vg::http::GuardOptions guard{.allowed_origins = {"https://chat.example.com"},
                                     .allowed_hosts = {"trips.example.com"}};
  if (const auto refusal = vg::http::refuse_stranger(request, guard))
    VG_ASSERT(refusal->status == 403);
  const vg::http::Proxies proxies{.networks = {*vg::http::parse_network("127.0.0.0/8")}};
  VG_ASSERT(!vg::http::caller_address(request.peer, request.headers, proxies).empty());
  VG_ASSERT(request.path().size() + request.query().size() <= request.target.size());
  if (const auto pairs = vg::http::parse_query(request.query()))
    for (const auto& [name, value] : *pairs)
      VG_ASSERT(name.size() + value.size() <= request.query().size());
  const std::string_view trace = vg::http::trace_id_of(request.header("traceparent").value_or(""));
  VG_ASSERT(trace.empty() || trace.size() == 32);
  VG_ASSERT(request.bearer().find_first_of("\r\n") == std::string_view::npos);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  boost::beast::flat_buffer buffer;
  buffer.commit(asio::buffer_copy(buffer.prepare(size), asio::buffer(data, size)));
  Parser parser;
  if (!read(parser, buffer)) return 0;
  auto message = parser.release();
  vg::http::Request request{.method = std::string(message.method_string()),
                            .target = std::string(message.target()),
                            .headers = {},
                            .body = std::move(message.body()),
                            .peer = "127.0.0.1"};
  for (const auto& field : message)
    request.headers.push_back({std::string(field.name_string()), std::string(field.value())});
  use(request);
  return 0;
}
