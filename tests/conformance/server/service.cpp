#include "http/guard.hpp"
#include "tests/conformance/server/fixture.hpp"

namespace vg::conformance {
namespace {

class FixtureService final : public http::Service {
 public:
  std::unique_ptr<http::Exchange> open(const http::Request& request,
                                       Context context) const override {
    if (auto refusal = http::refuse_stranger(request, {}))
      return std::make_unique<http::Immediate>("stranger", std::move(*refusal), "refused");
    if (request.path() != "/mcp")
      return std::make_unique<http::Immediate>("unknown path", http::empty_response(404));
    return std::make_unique<FixtureExchange>(server_, request, std::move(context));
  }

 private:
  mcp::Server server_ = make_fixture_server();
};

}  // namespace

std::unique_ptr<http::Service> make_fixture_service() {
  return std::make_unique<FixtureService>();
}

}  // namespace vg::conformance
