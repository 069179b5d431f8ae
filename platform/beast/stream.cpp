#include "platform/beast/stream.hpp"

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace vg::beast {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

constexpr asio::use_awaitable_t<Executor> kAwait;
constexpr std::size_t kMaxUnread = 1'000;  // news that a slow caller may be behind

constexpr std::string_view kHead =
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n"
    "X-Accel-Buffering: no\r\nX-Content-Type-Options: nosniff\r\nTransfer-Encoding: chunked\r\n"
    "Connection: close\r\n\r\n";

std::string chunk(const std::string& text) {
  std::array<char, 20> size{};
  std::snprintf(size.data(), size.size(), "%zx\r\n", text.size());
  return size.data() + text + "\r\n";
}

std::string framed(const std::string& data) {
  return data.empty() ? ":\n\n" : "event: message\ndata: " + data + "\n\n";
}

}  // namespace

EventStream::~EventStream() {
  followed_.clear();
  if (!mailbox_) return;
  mailbox_->stream = nullptr;
  mailbox_->timer.cancel();
}

void EventStream::open_mailbox() {
  if (!mailbox_) mailbox_ = std::make_shared<Mailbox>(stream_);
}

Task<bool> EventStream::write(std::string bytes) {
  error_code error;
  stream_.expires_after(write_limit_);
  co_await asio::async_write(stream_, asio::buffer(bytes), asio::redirect_error(kAwait, error));
  stream_.expires_never();
  co_return !error;
}

Task<bool> EventStream::send(http::Event event) {
  open_mailbox();
  for (std::string& topic : event.follow)
    followed_.push_back(
        news_.follow(std::move(topic), [mailbox = mailbox_](const http::News& news) {
          asio::post(mailbox->timer.get_executor(), [mailbox, news] {
            if (mailbox->received.size() < kMaxUnread) mailbox->received.push_back(news);
            mailbox->timer.cancel();
          });
        }));
  std::string bytes = open_ ? std::string() : std::string(kHead);
  if (!open_) watch();
  open_ = true;
  co_return co_await write(bytes + chunk(framed(event.data)));
}

// A caller who closes the connection ends the wait.
void EventStream::watch() {
  error_code ignored;
  stream_.socket().non_blocking(true, ignored);
  stream_.socket().async_wait(asio::socket_base::wait_read,
                              [this, mailbox = mailbox_](const error_code& error) {
                                if (mailbox->stream != nullptr) readable(error);
                              });
}

void EventStream::readable(error_code error) {
  std::array<char, 1> byte{};
  if (!error) stream_.socket().receive(asio::buffer(byte), asio::socket_base::message_peek, error);
  // Woken for bytes that were read before.
  if (error == asio::error::would_block) return watch();
  // Bytes of a next request are left where they are.
  if (!error) return;
  mailbox_->ending = true;
  mailbox_->timer.cancel();
}

Task<http::Woken> EventStream::wait(std::chrono::milliseconds at_most) {
  open_mailbox();
  const auto mailbox = mailbox_;
  const auto until = std::chrono::steady_clock::now() + at_most;
  while (!mailbox->ending && mailbox->received.empty() &&
         std::chrono::steady_clock::now() < until) {
    error_code ignored;
    mailbox->timer.expires_at(until);
    co_await mailbox->timer.async_wait(asio::redirect_error(kAwait, ignored));
  }
  http::Woken woken{.news = {}, .ending = mailbox->ending};
  if (!mailbox->received.empty()) {
    woken.news = std::move(mailbox->received.front());
    mailbox->received.pop_front();
  }
  co_return woken;
}

Task<bool> EventStream::end(std::string data) {
  std::string bytes = data.empty() ? std::string() : chunk(framed(data));
  co_return co_await write(bytes + "0\r\n\r\n");
}

void EventStream::finish() {
  if (!mailbox_) return;
  mailbox_->ending = true;
  mailbox_->timer.cancel();
}

}  // namespace vg::beast
