#include "platform/http_client/client.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <openssl/ssl.h>

namespace vg::http_client {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace wire = boost::beast::http;
using boost::system::error_code;
using Tcp = asio::ip::tcp;

// Runs one step at a time: each is started, and the loop runs until it is over. The deadline of the
// stream holds for all of them.
class Call final {
 public:
  Call(const Request& request, const Url& url) : request_(request), url_(url) {}

  Result<Answer> run() {
    if (!connect()) return failed("cannot be reached");
    if (url_.secure) {
      if (!begin_tls()) return failed("has no certificate that this machine believes");
      return exchange(tls_);
    }
    return exchange(plain_);
  }

 private:
  template <typename Start>
  bool step(Start start) {
    bool good = false;
    start([&](error_code error, auto&&...) {
      error_ = error;
      good = !error;
    });
    loop_.restart();
    loop_.run();
    return good;
  }

  bool connect() {
    beast::get_lowest_layer(plain_).expires_after(std::chrono::seconds(request_.timeout_s));
    Tcp::resolver resolver(loop_);
    const auto found = resolver.resolve(url_.host, url_.port, error_);
    if (error_) return false;
    auto& stream = url_.secure ? beast::get_lowest_layer(tls_) : plain_;
    stream.expires_after(std::chrono::seconds(request_.timeout_s));
    return step([&](auto done) { stream.async_connect(found, std::move(done)); });
  }

  bool begin_tls() {
    // Server name indication, and the name that the certificate has to be for.
    if (SSL_set_tlsext_host_name(tls_.native_handle(), url_.host.c_str()) != 1) return false;
    tls_.set_verify_callback(asio::ssl::host_name_verification(url_.host));
    return step(
        [&](auto done) { tls_.async_handshake(asio::ssl::stream_base::client, std::move(done)); });
  }

  template <typename Stream>
  Result<Answer> exchange(Stream& stream) {
    wire::request<wire::string_body> message{wire::verb::get, url_.target, 11};
    message.method_string(request_.method);
    const bool usual = url_.port == (url_.secure ? "443" : "80");
    message.set(wire::field::host, usual ? url_.host : url_.host + ":" + url_.port);
    message.set(wire::field::connection, "close");
    for (const auto& [name, value] : request_.headers) message.set(name, value);
    message.body() = request_.body;
    message.prepare_payload();
    if (!step([&](auto done) { wire::async_write(stream, message, std::move(done)); }))
      return failed("took no request");
    beast::flat_buffer buffer;
    wire::response_parser<wire::string_body> parser;
    parser.body_limit(request_.longest_answer);
    if (request_.method == "HEAD") parser.skip(true);
    if (!step([&](auto done) { wire::async_read(stream, buffer, parser, std::move(done)); }))
      return failed("gave no whole answer");
    Answer out{.status = static_cast<int>(parser.get().result_int()), .headers = {}, .body = {}};
    for (const auto& field : parser.get())
      out.headers.emplace_back(to_lower_ascii(field.name_string()), field.value());
    out.body = std::move(parser.get().body());
    return out;
  }

  Error failed(const std::string& what) const {
    return {ErrorCode::unavailable, request_.url + " " + what + " (" + error_.message() + ")", {}};
  }

  static asio::ssl::context believing() {
    asio::ssl::context context(asio::ssl::context::tls_client);
    context.set_default_verify_paths();
    context.set_verify_mode(asio::ssl::verify_peer);
    return context;
  }

  const Request& request_;
  const Url& url_;
  asio::io_context loop_;
  asio::ssl::context context_ = believing();
  beast::tcp_stream plain_{loop_};
  beast::ssl_stream<beast::tcp_stream> tls_{loop_, context_};
  error_code error_;
};

Error no_address(std::string_view text) {
  return {ErrorCode::invalid, std::string(text) + " is no address like https://host/path", {}};
}

}  // namespace

std::string_view Answer::header(std::string_view name) const {
  const auto found =
      std::ranges::find_if(headers, [&](const auto& header) { return header.first == name; });
  return found == headers.end() ? std::string_view() : std::string_view(found->second);
}

Result<Url> parse_url(std::string_view text) {
  Url out;
  std::string_view rest = text;
  if (rest.starts_with("https://")) {
    out.secure = true;
    rest.remove_prefix(8);
  } else if (rest.starts_with("http://")) {
    rest.remove_prefix(7);
  } else {
    return no_address(text);
  }
  const std::size_t slash = std::min(rest.find('/'), rest.size());
  std::string_view authority = rest.substr(0, slash);
  out.target = slash < rest.size() ? rest.substr(slash) : std::string_view("/");
  const bool plain = std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7F'; });
  if (!plain || authority.find('@') != std::string_view::npos ||
      out.target.find('#') != std::string::npos)
    return no_address(text);
  const std::size_t colon = authority.rfind(':');
  const bool has_port =
      colon != std::string_view::npos && authority.find(']', colon) == std::string_view::npos;
  out.port = has_port ? authority.substr(colon + 1) : (out.secure ? "443" : "80");
  out.host = authority.substr(0, has_port ? colon : authority.size());
  if (out.host.starts_with('[') && out.host.ends_with(']'))
    out.host = out.host.substr(1, out.host.size() - 2);
  if (out.host.empty() || !parse_integer(out.port)) return no_address(text);
  return out;
}

Result<Answer> send(const Request& request) {
  VG_TRY(const Url url, parse_url(request.url));
  return Call(request, url).run();
}

}  // namespace vg::http_client
