// What exchanges tell each other within this process: replies of clients, changes of trips.
#pragma once

#include "http/exchange.hpp"

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace vg::host {

class News final {
 public:
  // Called on the thread that tells; hand over and return.
  using Receiver = std::function<void(const http::News&)>;

  // Until the subscription is destroyed. From any thread.
  class Subscription {
   public:
    Subscription(News& news, std::string topic, std::uint64_t id)
        : news_(&news), topic_(std::move(topic)), id_(id) {}
    Subscription(Subscription&& other) noexcept
        : news_(other.news_), topic_(std::move(other.topic_)), id_(other.id_) {
      other.news_ = nullptr;
    }
    Subscription& operator=(Subscription&&) = delete;
    ~Subscription();

   private:
    News* news_;
    std::string topic_;
    std::uint64_t id_;
  };
  Subscription follow(std::string topic, Receiver receiver);

  void tell(const http::News& news);

 private:
  struct Follower {
    std::uint64_t id;
    Receiver receiver;
  };

  std::mutex mutex_;
  std::map<std::string, std::vector<Follower>, std::less<>> followers_;
  std::uint64_t last_ = 0;
};

}  // namespace vg::host
