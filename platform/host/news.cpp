#include "platform/host/news.hpp"

namespace vg::host {

News::Subscription::~Subscription() {
  if (news_ == nullptr) return;
  const std::lock_guard lock(news_->mutex_);
  const auto at = news_->followers_.find(topic_);
  std::erase_if(at->second, [this](const Follower& follower) { return follower.id == id_; });
  if (at->second.empty()) news_->followers_.erase(at);
}

News::Subscription News::follow(std::string topic, Receiver receiver) {
  const std::lock_guard lock(mutex_);
  followers_[topic].push_back({++last_, std::move(receiver)});
  return {*this, std::move(topic), last_};
}

void News::tell(const http::News& news) {
  const std::lock_guard lock(mutex_);
  const auto at = followers_.find(news.topic);
  if (at == followers_.end()) return;
  for (const Follower& follower : at->second) follower.receiver(news);
}

}  // namespace vg::host
