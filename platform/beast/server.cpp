#include "platform/beast/server.hpp"

#include "platform/beast/loop.hpp"
#include "platform/host/log.hpp"

#include <algorithm>
#include <atomic>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <cstring>
#include <optional>
#include <sys/resource.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace vg::beast {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

constexpr int kSiteWorkers = 2;
constexpr std::chrono::milliseconds kAcceptPause(100);

using Timer = asio::basic_waitable_timer<std::chrono::steady_clock,
                                         asio::wait_traits<std::chrono::steady_clock>, Executor>;

// A connection is an open file: as many as the system allows this process, up to what is needed.
void raise_open_files() {
  constexpr rlim_t kWanted = 65'536;
  rlimit files{};
  if (::getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur >= kWanted) return;
  files.rlim_cur = std::min(files.rlim_max, kWanted);
  [[maybe_unused]] const int result = ::setrlimit(RLIMIT_NOFILE, &files);
}

using Protocol = asio::generic::stream_protocol;
using local = asio::local::stream_protocol;

tcp::endpoint tcp_endpoint(const Protocol::endpoint& endpoint) {
  tcp::endpoint out;
  out.resize(endpoint.size());
  std::memcpy(out.data(), endpoint.data(), endpoint.size());
  return out;
}

// Of the caller of a TCP connection, which is also told to send at once what is written.
std::string address_of(Socket& socket) {
  error_code error;
  socket.set_option(tcp::no_delay(true), error);
  const auto endpoint = socket.remote_endpoint(error);
  return error ? std::string() : tcp_endpoint(endpoint).address().to_string();
}

class SocketServer final : public Server {
 public:
  SocketServer(const ServerOptions& options, const Backend& backend)
      : options_(options), backend_(backend), workers_(kSiteWorkers) {
    for (int i = 0; i < options_.threads; ++i)
      loops_.push_back(std::make_unique<Loop>(options_, backend_, addresses_, workers_));
    acceptor_.emplace(main_loop().get_executor());
    signals_.emplace(main_loop());
    deadline_.emplace(main_loop());
    pause_.emplace(main_loop());
  }

  std::uint16_t port() const override { return port_; }

  Status bind() {
    constexpr std::string_view kUnix = "unix:";
    if (options_.address.starts_with(kUnix))
      return bind_to_file(options_.address.substr(kUnix.size()));
    error_code error;
    const auto address = asio::ip::make_address(
        options_.address == "localhost" ? "127.0.0.1" : options_.address, error);
    if (error)
      return Error{ErrorCode::invalid,
                   "\"" + options_.address +
                       "\" is no address of an interface; use 127.0.0.1, "
                       "0.0.0.0, an IPv6 address or unix:/path/of/the.sock",
                   {}};
    if (!open_at(tcp::endpoint(address, options_.port), error))
      return Error{ErrorCode::unavailable,
                   "cannot listen on " + options_.address + ":" + std::to_string(options_.port) +
                       " (" + error.message() + "); choose another with --port",
                   {}};
    port_ = tcp_endpoint(acceptor_->local_endpoint()).port();
    return Done();
  }

  void run() override {
    std::signal(SIGPIPE, SIG_IGN);
    raise_open_files();
    signals_->add(SIGINT);
    signals_->add(SIGTERM);
    wait_for_signal();
    accept();
    std::vector<std::thread> threads;
    for (std::size_t i = 1; i < loops_.size(); ++i)
      threads.emplace_back([this, i] { loops_[i]->context.run(); });
    main_loop().run();
    for (std::thread& thread : threads) thread.join();
    workers_.join();
    if (!file_.empty()) ::unlink(file_.c_str());
  }

  void stop() override {
    asio::post(main_loop(), [this] { begin_drain(); });
  }

 private:
  asio::io_context& main_loop() { return loops_[0]->context; }

  bool open_at(const Protocol::endpoint& endpoint, error_code& error) {
    acceptor_->open(endpoint.protocol(), error);
    if (!error && file_.empty()) acceptor_->set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor_->bind(endpoint, error);
    if (!error) acceptor_->listen(asio::socket_base::max_listen_connections, error);
    return !error;
  }

  // A file that a server left behind is replaced; one where somebody listens is not.
  Status bind_to_file(const std::string& path) {
    constexpr std::size_t kMaxPath = 107;  // of sockaddr_un
    if (path.empty() || path.size() > kMaxPath)
      return Error{ErrorCode::invalid, "the path of a socket has 1 to 107 characters", {}};
    const local::endpoint endpoint(path);
    error_code error;
    local::socket probe(main_loop());
    probe.connect(endpoint, error);
    if (!error) return Error{ErrorCode::unavailable, "another server listens on " + path, {}};
    if (error == asio::error::connection_refused) ::unlink(path.c_str());
    file_ = path;
    const mode_t before = ::umask(0117);
    const bool open = open_at(endpoint, error);
    ::umask(before);
    if (open) return Done();
    file_.clear();
    return Error{
        ErrorCode::unavailable, "cannot listen on " + path + " (" + error.message() + ")", {}};
  }

  void wait_for_signal() {
    signals_->async_wait([this](const error_code& error, int) {
      if (error) return;
      if (stopping_) return abandon_all();
      begin_drain();
      wait_for_signal();
    });
  }

  // New connections go to the loops in turn.
  void accept() {
    Loop& loop = *loops_[next_++ % loops_.size()];
    acceptor_->async_accept(
        loop.context.get_executor(), [this, &loop](const error_code& error, Socket socket) {
          if (stopping_) return;
          if (!error) {
            std::string peer = file_.empty() ? address_of(socket) : std::string(http::kUnixPeer);
            asio::post(loop.context,
                       [&loop, taken = std::move(socket), from = std::move(peer)]() mutable {
                         open_connection(loop, std::move(taken), std::move(from));
                       });
          } else if (error != asio::error::connection_aborted) {
            host::log(host::Level::warning, "cannot accept", {{"reason", error.message()}});
            return accept_later();
          }
          accept();
        });
  }

  // When there are no more files to open, the next try fails as well: others have to end first.
  void accept_later() {
    pause_->expires_after(kAcceptPause);
    pause_->async_wait([this](const error_code& error) {
      if (!error && !stopping_) accept();
    });
  }

  void begin_drain() {
    if (stopping_) return;
    stopping_ = true;
    host::log(host::Level::info, "stopping", {});
    error_code ignored;
    acceptor_->close(ignored);
    pause_->cancel();
    deadline_->expires_after(options_.limits.drain);
    deadline_->async_wait([this](const error_code& error) {
      if (!error) abandon_all();
    });
    for (const auto& loop : loops_)
      asio::post(loop->context,
                 [this, raw = loop.get()] { drain(*raw, [this] { loop_ended(); }); });
  }

  // On whichever loop it was. After the last one the timer and the signals need not hold the main
  // loop any longer.
  void loop_ended() {
    if (++ended_ < loops_.size()) return;
    asio::post(main_loop(), [this] {
      deadline_->cancel();
      signals_->cancel();
    });
  }

  void abandon_all() {
    for (const auto& loop : loops_)
      asio::post(loop->context, [raw = loop.get()] { abandon(*raw); });
  }

  ServerOptions options_;
  Backend backend_;
  asio::thread_pool workers_;
  AddressCount addresses_;
  std::vector<std::unique_ptr<Loop>> loops_;
  std::optional<asio::basic_socket_acceptor<Protocol, Executor>> acceptor_;
  std::optional<asio::basic_signal_set<Executor>> signals_;
  std::optional<Timer> deadline_;
  std::optional<Timer> pause_;
  std::uint16_t port_ = 0;
  std::string file_;  // of the Unix domain socket; empty on TCP
  std::size_t next_ = 0;
  std::atomic<std::size_t> ended_ = 0;
  bool stopping_ = false;  // main loop only
};

}  // namespace

Result<std::unique_ptr<Server>> Server::listen(const ServerOptions& options, Backend backend) {
  auto server = std::make_unique<SocketServer>(options, backend);
  VG_CHECK(server->bind());
  return std::unique_ptr<Server>(std::move(server));
}

}  // namespace vg::beast
