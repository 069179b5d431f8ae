// A response that is a stream of server-sent events, and the news that its exchange follows. The
// first event opens it.
#pragma once

#include "http/exchange.hpp"
#include "platform/beast/loop.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <chrono>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace vg::beast {

template <class T>
using Task = boost::asio::awaitable<T, Executor>;
using ByteStream = boost::beast::basic_stream<boost::asio::generic::stream_protocol, Executor>;

class EventStream {
 public:
  EventStream(ByteStream& stream, host::News& news, std::chrono::seconds write_limit)
      : stream_(stream), news_(news), write_limit_(write_limit) {}
  EventStream(const EventStream&) = delete;
  EventStream& operator=(const EventStream&) = delete;
  ~EventStream();

  bool is_open() const { return open_; }
  // False when the caller is gone.
  Task<bool> send(http::Event event);
  Task<http::Woken> wait(std::chrono::milliseconds at_most);
  // The last event, and the end of the response.
  Task<bool> end(std::string data);
  // From the loop: whoever waits is told that it is over.
  void finish();

 private:
  using Timer = boost::asio::basic_waitable_timer<
      std::chrono::steady_clock, boost::asio::wait_traits<std::chrono::steady_clock>, Executor>;
  // Outlives the stream while somebody may still tell it something.
  struct Mailbox {
    explicit Mailbox(ByteStream& the_stream)
        : timer(the_stream.get_executor()), stream(&the_stream) {}
    Timer timer;
    ByteStream* stream;  // nullptr when the stream is over
    std::deque<http::News> received;
    bool ending = false;
  };

  void open_mailbox();
  void watch();
  void readable(boost::system::error_code error);
  Task<bool> write(std::string bytes);

  ByteStream& stream_;
  host::News& news_;
  std::chrono::seconds write_limit_;
  bool open_ = false;
  std::shared_ptr<Mailbox> mailbox_;
  std::vector<host::News::Subscription> followed_;
};

}  // namespace vg::beast
