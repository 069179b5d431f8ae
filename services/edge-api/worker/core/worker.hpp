// The product as a worker sees it: an http::Service with its settings, and one session for each
// request, which says what it needs as frames and gets the answers as frames.
#pragma once

#include "edge-api/edge.hpp"
#include "edge-api/worker/core/frames.hpp"
#include "edge-api/worker/core/isolate_gate.hpp"
#include "edge-api/worker/core/settings.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace vg::worker {

// What the HTTP server of the native host refuses too.
inline constexpr std::size_t kMaxHeadBytes = 16 * 1024;
inline constexpr std::size_t kMaxBodyBytes = 1024 * 1024;

// Made once in an isolate; lives as long as it.
class Worker {
 public:
  // Errors: those of the settings.
  static Result<std::unique_ptr<Worker>> start(std::string_view variables,
                                               std::string_view version);

  const edge::Edge& edge() const { return edge_; }
  StatementTable& statements() { return statements_; }
  IsolateGate& gate() { return gate_; }
  const SiteSettings& sites() const { return settings_.sites; }

 private:
  explicit Worker(Settings settings);

  Settings settings_;
  IsolateGate gate_;
  gateway::Gateway gateway_;
  edge::Edge edge_;
  StatementTable statements_;
};

// One request on its way to its response. Until `is_done` the frame is work for the other side, and
// its answer goes to one of the `resume` functions; then it is the response.
class Session {
 public:
  // `lines` and `body` as frames.hpp has a request.
  Session(Worker& worker, Instant now, IdSource::Seed seed, std::string_view lines,
          std::string body);
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  void resume_rows(std::string_view frame);
  void resume_outcome(std::string_view frame);

  const std::string& frame() const { return frame_; }
  const std::string& body() const { return body_; }  // what stands apart from the frame
  bool is_done() const { return done_; }

 private:
  void go_on(http::Work work);
  std::optional<http::Work> hand_over(http::Work work);
  std::optional<http::Work> hand_over(const publish::SiteChange& change);
  void finish(http::Response response);
  std::string constraint(const store::Batch& batch) const;

  Worker& worker_;
  Instant begun_, now_;
  IdSource ids_;
  http::Request request_;
  std::unique_ptr<http::Exchange> exchange_;
  http::Meter meter_;
  std::string bookmark_;
  std::string frame_, body_;
  bool done_ = false;
};

}  // namespace vg::worker
