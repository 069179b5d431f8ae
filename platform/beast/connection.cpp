#include "http/head.hpp"
#include "http/problem.hpp"
#include "platform/beast/loop.hpp"
#include "platform/beast/stream.hpp"
#include "platform/host/log.hpp"
#include "platform/host/world.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <ctime>
#include <iterator>
#include <memory>

namespace vg::beast {

namespace asio = boost::asio;
namespace bb = boost::beast;
namespace wire = boost::beast::http;
using boost::system::error_code;

namespace {

constexpr asio::use_awaitable_t<Executor> kAwait;

// How much of a refused body is still read, so that the client gets to see the refusal.
constexpr std::size_t kDiscardBytes = 4 * 1024 * 1024;
constexpr std::chrono::seconds kDiscardTime(2);
constexpr std::string_view kGoOn = "HTTP/1.1 100 Continue\r\n\r\n";
constexpr int kCallerGone = 499;  // for the log: nobody is there to get a status

// The text of the present second; each thread keeps its own.
std::string_view http_date() {
  thread_local std::time_t second = -1;
  thread_local std::array<char, 32> text{};
  thread_local std::size_t size = 0;
  const std::time_t now = std::time(nullptr);
  if (now != second) {
    std::tm parts{};
    gmtime_r(&now, &parts);
    size = std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
    second = now;
  }
  return {text.data(), size};
}

// The lines before the body. Names and values of headers are the services' own and have no line
// breaks.
std::string head_of(const http::Response& response, unsigned version, bool keep_alive) {
  const auto reason = wire::obsolete_reason(static_cast<wire::status>(response.status));
  std::string out;
  out.reserve(384);
  out.append(version == 10 ? "HTTP/1.0 " : "HTTP/1.1 ").append(std::to_string(response.status));
  out.append(" ").append(reason.data(), reason.size()).append("\r\n");
  const auto line = [&out](std::string_view name, std::string_view value) {
    out.append(name).append(": ").append(value).append("\r\n");
  };
  for (const http::Header& header : response.headers) line(header.name, header.value);
  line("Date", http_date());
  line("X-Content-Type-Options", "nosniff");
  if (!keep_alive) line("Connection", "close");
  if (keep_alive && version == 10) line("Connection", "keep-alive");
  if (response.status != 204 && response.status != 304)
    line("Content-Length", std::to_string(response.body.size()));
  return out.append("\r\n");
}

// What the caller named the request, or a new name.
std::string request_id(const http::Request& request, Names& names) {
  const std::string_view given = http::given_request_id(request);
  return given.empty() ? names.request() : std::string(given);
}

http::Response refusal_for(const error_code& error) {
  if (error == wire::error::body_limit)
    return http::problem(413, "content too large",
                         "a request body may have at most 1 MiB; send less at once");
  if (error == wire::error::header_limit)
    return http::problem(431, "request header fields too large",
                         "the request line and headers may have at most 16 KiB");
  return http::problem(400, "bad request", "this is not HTTP/1.1: " + error.message());
}

void end_if_empty(Loop& loop) {
  if (!loop.connections.empty()) return;
  loop.keep_running.reset();
  loop.drained();
}

struct Answered {
  http::Response response;
  http::Meter meter;
};

}  // namespace

class Connection {
 public:
  Connection(Loop& loop, Socket socket, std::string peer)
      : loop_(loop), stream_(std::move(socket)), peer_(std::move(peer)) {
    loop_.connections.insert(this);
    network_ = http::network_of(peer_);
    const bool alone = peer_ != http::kUnixPeer && !loop.proxies.has(peer_);
    welcome_ = loop_.addresses.enter(network_, alone ? loop_.limits.connections_per_address : 0);
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() {
    loop_.connections.erase(this);
    if (welcome_) loop_.addresses.leave(network_);
    if (loop_.draining) end_if_empty(loop_);
  }

  // Whether its address may have one more.
  bool is_welcome() const { return welcome_; }
  Task<void> serve();
  // No next request is read; a stream of news ends.
  void finish() {
    if (waiting_) close();
    if (events_) events_->finish();
  }
  void close() {
    error_code ignored;
    stream_.socket().close(ignored);
  }

 private:
  using Parser = wire::request_parser<wire::string_body>;

  // A request that came in whole, or why there is none.
  struct Received {
    http::Request request = {};
    unsigned version = 11;
    bool keep_alive = false;
    bool expects_go_on = false;
    error_code error = {};
    std::optional<http::HeadFault> fault = {};
  };

  Task<bool> serve_request();
  Task<error_code> wait_for_request();
  Task<Received> receive();
  Task<void> read_head(Received& received);
  Task<void> read_body(Parser& parser, Received& received);
  Task<void> refuse(const Received& received);
  void report(const http::Exchange& exchange, const http::Request& request,
              const http::Served& served);
  Task<bool> write(http::Response response, bool with_body, unsigned version, bool keep_alive);
  Task<void> discard();
  Task<Answered> answer(http::Exchange& exchange, EventStream& events);
  Task<Result<store::Rows>> write_batch(store::Batch batch);
  Task<Result<publish::SiteOutcome>> change_site(publish::SiteChange change);

  Loop& loop_;
  ByteStream stream_;
  bb::flat_buffer buffer_;
  std::string peer_;
  std::string network_;
  bool welcome_ = false;
  bool waiting_ = false;           // for the first byte of a request
  EventStream* events_ = nullptr;  // of the request that is answered with a stream
};

Task<void> Connection::serve() {
  while (co_await serve_request()) {}
  error_code ignored;
  stream_.socket().shutdown(asio::socket_base::shutdown_both, ignored);
}

Task<error_code> Connection::wait_for_request() {
  error_code error;
  if (buffer_.size() > 0) co_return error;
  waiting_ = true;
  stream_.expires_after(loop_.limits.idle);
  const std::size_t got =
      co_await stream_.async_read_some(buffer_.prepare(4096), asio::redirect_error(kAwait, error));
  buffer_.commit(got);
  waiting_ = false;
  co_return error;
}

// Up to the empty line, and looked at before the parser gets it.
Task<void> Connection::read_head(Received& received) {
  stream_.expires_after(loop_.limits.head);
  std::size_t seen = 0;
  for (;;) {
    const auto data = buffer_.data();
    const std::string_view bytes(static_cast<const char*>(data.data()), data.size());
    const http::HeadEnd end = http::find_head_end(bytes, seen);
    seen = bytes.size();
    received.fault = end.fault;
    if (end.size > 0) received.fault = http::check_head(bytes.substr(0, end.size));
    if (std::max(end.size, end.size > 0 ? 0 : seen) > loop_.limits.head_bytes)
      received.error = wire::error::header_limit;
    if (received.fault || received.error || end.size > 0) co_return;
    const std::size_t got = co_await stream_.async_read_some(
        buffer_.prepare(4096), asio::redirect_error(kAwait, received.error));
    buffer_.commit(got);
    if (received.error) co_return;
  }
}

Task<void> Connection::read_body(Parser& parser, Received& received) {
  error_code& error = received.error;
  stream_.expires_after(loop_.limits.body);
  if (received.expects_go_on) {
    co_await asio::async_write(stream_, asio::buffer(kGoOn), asio::redirect_error(kAwait, error));
    if (error) co_return;
  }
  // Nothing that a client of ours sends, and much that two programs read in two ways.
  auto no_extension = [](std::uint64_t, bb::string_view extension, error_code& bad) {
    if (!extension.empty()) bad = wire::error::bad_chunk_extension;
  };
  parser.on_chunk_header(no_extension);
  co_await wire::async_read(stream_, buffer_, parser, asio::redirect_error(kAwait, error));
  const auto& fields = parser.get();
  if (std::distance(fields.begin(), fields.end()) > std::ssize(received.request.headers))
    received.fault = http::HeadFault{400, "headers behind the body are not taken"};
}

Task<Connection::Received> Connection::receive() {
  Received received;
  co_await read_head(received);
  if (received.fault || received.error) co_return received;
  Parser parser;
  parser.header_limit(loop_.limits.head_bytes);
  parser.body_limit(loop_.limits.body_bytes);
  co_await wire::async_read_header(stream_, buffer_, parser,
                                   asio::redirect_error(kAwait, received.error));
  if (received.error) co_return received;
  const auto& head = parser.get();
  received.version = head.version();
  received.keep_alive = head.keep_alive();
  received.expects_go_on = bb::iequals(head[wire::field::expect], "100-continue");
  http::Request& request = received.request;
  request.method = std::string(head.method_string());
  request.target = std::string(head.target());
  for (const auto& field : head)
    request.headers.push_back({std::string(field.name_string()), std::string(field.value())});
  request.peer = http::caller_address(peer_, request.headers, loop_.proxies);
  co_await read_body(parser, received);
  request.body = std::move(parser.get().body());
  co_return received;
}

// Tells what is wrong with a request that cannot be read, if there is still somebody to tell.
Task<void> Connection::refuse(const Received& received) {
  const error_code& error = received.error;
  const bool is_http =
      error.category() == wire::make_error_code(wire::error::bad_method).category();
  const bool gone = error == wire::error::end_of_stream || error == wire::error::partial_message;
  if (!received.fault && (!is_http || gone)) co_return;
  http::Response response = received.fault ? http::problem(received.fault->status,
                                                           received.fault->status == 431
                                                               ? "request header fields too large"
                                                               : "bad request",
                                                           received.fault->detail)
                                           : refusal_for(error);
  host::log(host::Level::info, "refused", {{"status", response.status}, {"peer", peer_}});
  loop_.backend.metrics.observe({.name = "unreadable", .failure = "refused"});
  if (co_await write(std::move(response), true, 11, false)) co_await discard();
}

// Returns whether the connection stays open.
Task<bool> Connection::serve_request() {
  if (co_await wait_for_request()) co_return false;
  Received received = co_await receive();
  if (received.fault || received.error) {
    co_await refuse(received);
    co_return false;
  }
  const http::Request& request = received.request;
  const std::int64_t begun = host::steady_us();
  const std::string id = request_id(request, loop_.names);
  const auto exchange = loop_.backend.service.open(request, host::make_context(loop_.names.fork()));
  EventStream events(stream_, loop_.backend.news, loop_.limits.write);
  events_ = &events;
  Answered answered = co_await answer(*exchange, events);
  events_ = nullptr;
  loop_.backend.service.answered(request, answered.response.status, answered.meter.database_calls);
  // On record before the caller knows of it.
  http::Served served{.id = id,
                      .status = answered.response.status,
                      .us = 0,
                      .bytes_out = static_cast<std::int64_t>(answered.response.body.size()),
                      .meter = answered.meter};
  host::log_audit(*exchange, request, served);
  const bool keep_alive = received.keep_alive && !loop_.draining && !events.is_open();
  bool written = false;
  if (events.is_open()) {
    written = answered.response.status != kCallerGone &&
              co_await events.end(std::move(answered.response.body));
  } else {
    answered.response.with("X-Request-Id", id);
    written = co_await write(std::move(answered.response), request.method != "HEAD",
                             received.version, keep_alive);
  }
  served.us = host::steady_us() - begun;
  report(*exchange, request, served);
  co_return written&& keep_alive;
}

void Connection::report(const http::Exchange& exchange, const http::Request& request,
                        const http::Served& served) {
  loop_.backend.metrics.observe({.name = exchange.name(),
                                 .method = exchange.method(),
                                 .failure = exchange.failure(),
                                 .us = served.us,
                                 .database_calls = served.meter.database_calls});
  host::log_request(exchange, request, served);
  if (loop_.backend.observer != nullptr)
    loop_.backend.observer->answered(exchange, request, served);
}

Task<bool> Connection::write(http::Response response, bool with_body, unsigned version,
                             bool keep_alive) {
  const std::string head = head_of(response, version, keep_alive);
  const std::array<asio::const_buffer, 2> all = {
      asio::buffer(head), with_body ? asio::buffer(response.body) : asio::const_buffer()};
  stream_.expires_after(loop_.limits.write);
  error_code error;
  co_await asio::async_write(stream_, all, asio::redirect_error(kAwait, error));
  co_return !error;
}

// Reads on for a while without keeping anything: a socket that is closed with unread bytes resets
// the connection, and the client would not see the answer.
Task<void> Connection::discard() {
  error_code error;
  stream_.socket().shutdown(asio::socket_base::shutdown_send, error);
  buffer_.clear();
  stream_.expires_after(kDiscardTime);
  for (std::size_t total = 0; !error && total < kDiscardBytes;)
    total += co_await stream_.async_read_some(buffer_.prepare(64 * 1024),
                                              asio::redirect_error(kAwait, error));
}

Task<Answered> Connection::answer(http::Exchange& exchange, EventStream& events) {
  http::Meter meter;
  http::Work work = exchange.start();
  for (;;) {
    if (auto* batch = std::get_if<store::Batch>(&work)) {
      const std::int64_t before = host::steady_us();
      Result<store::Rows> rows = store::Rows();
      if (batch->read_only) {
        rows = loop_.backend.database.read(*batch);
      } else {
        rows = co_await write_batch(std::move(*batch));
      }
      if (++meter.database_calls == 1) meter.database_at_us = before;
      meter.database_us += host::steady_us() - before;
      work = exchange.resume(std::move(rows), meter);
    } else if (auto* change = std::get_if<publish::SiteChange>(&work)) {
      auto outcome = co_await change_site(std::move(*change));
      work = exchange.resume(std::move(outcome), meter);
    } else if (auto* event = std::get_if<http::Event>(&work)) {
      if (!co_await events.send(std::move(*event)))
        co_return Answered{http::empty_response(kCallerGone), meter};
      work = exchange.sent();
    } else if (const auto* wait = std::get_if<http::Wait>(&work)) {
      const http::Woken woken = co_await events.wait(wait->at_most);
      work = exchange.woken(woken);
    } else if (const auto* news = std::get_if<http::News>(&work)) {
      loop_.backend.news.tell(*news);
      work = exchange.sent();
    } else {
      co_return Answered{std::move(std::get<http::Response>(work)), meter};
    }
  }
}

// Both wait for another thread and come back to the loop with its result.
Task<Result<store::Rows>> Connection::write_batch(store::Batch batch) {
  auto start = [this, &batch](auto handler) {
    auto shared = std::make_shared<decltype(handler)>(std::move(handler));
    loop_.backend.database.submit(
        std::move(batch), [shared, executor = stream_.get_executor()](Result<store::Rows> rows) {
          asio::post(executor,
                     [shared, rows = std::move(rows)]() mutable { (*shared)(std::move(rows)); });
        });
  };
  co_return co_await asio::async_initiate<const asio::use_awaitable_t<Executor>,
                                          void(Result<store::Rows>)>(start, kAwait);
}

Task<Result<publish::SiteOutcome>> Connection::change_site(publish::SiteChange change) {
  auto start = [this, &change](auto handler) {
    auto shared = std::make_shared<decltype(handler)>(std::move(handler));
    asio::post(loop_.workers, [shared, change = std::move(change), &sites = loop_.backend.sites,
                               executor = stream_.get_executor()] {
      asio::post(executor, [shared, outcome = host::change_site(sites, change)]() mutable {
        (*shared)(std::move(outcome));
      });
    });
  };
  co_return co_await asio::async_initiate<const asio::use_awaitable_t<Executor>,
                                          void(Result<publish::SiteOutcome>)>(start, kAwait);
}

void open_connection(Loop& loop, Socket socket, std::string peer) {
  if (loop.draining || loop.connections.size() >= loop.limits.connections_per_thread) return;
  auto opened = std::make_unique<Connection>(loop, std::move(socket), std::move(peer));
  if (!opened->is_welcome()) return;
  asio::co_spawn(
      loop.context,
      [connection = std::move(opened)]() -> Task<void> { co_await connection->serve(); },
      [](const std::exception_ptr& failure) {
        // Nothing of ours throws; what the libraries throw when memory runs out ends the
        // connection.
        if (failure) host::log(host::Level::error, "connection failed", {});
      });
}

void drain(Loop& loop, std::function<void()> drained) {
  loop.draining = true;
  loop.drained = std::move(drained);
  if (loop.connections.empty()) return end_if_empty(loop);
  for (Connection* connection : loop.connections) connection->finish();
}

void abandon(Loop& loop) {
  for (Connection* connection : loop.connections) connection->close();
  loop.context.stop();
}

}  // namespace vg::beast
