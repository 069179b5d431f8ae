// Any bytes as the arguments of a tool: the first byte chooses the use case (`a` is the first one),
// the rest is JSON. Arguments that are taken become an action, and the action its statements; one
// that is refused says why.
#include "app/use_cases.hpp"
#include "base/text.hpp"
#include "json/parse.hpp"

#include <cstddef>
#include <cstdint>

namespace {

using namespace vg;

app::Environment make_environment() {
  app::Environment out;
  out.version = "fuzz";
  out.public_url = "http://localhost:1";
  out.preview_key = "key";
  out.sites = {{"staging", "http://staging.example/"}, {"production", "http://site.example/"}};
  auto themes = templates::Themes::load();
  VG_ASSERT(themes.has_value());
  out.themes = std::move(*themes);
  return out;
}

void expect_words(const Error& error) {
  VG_ASSERT(!error.message.empty() && is_utf8(error.message));
  for (const auto& issue : error.issues) VG_ASSERT(is_utf8(issue.path) && is_utf8(issue.message));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const app::Environment environment = make_environment();
  if (size == 0) return 0;
  const auto all = app::use_cases();
  const app::UseCase& use_case = all[(data[0] + all.size() - 'a' % all.size()) % all.size()];
  json::Arena arena;
  const auto arguments =
      json::parse(arena, std::string_view(reinterpret_cast<const char*>(data) + 1, size - 1));
  if (!arguments) return 0;
  const auto action = app::make_action(use_case, arena, *arguments, environment);
  if (!action) {
    expect_words(action.error());
    return 0;
  }
  Context context{.now = {1'800'000'000'000}, .ids = IdSource({}), .actor = Actor::local("agency")};
  const auto batch = (*action)->plan(context);
  if (!batch) expect_words(batch.error());
  return 0;
}
