// Workflows of GitHub Actions: when they run, what they deploy, which failures they hide.
#include "inventory/scan.hpp"

#include <array>

namespace vg::inventory {
namespace {

using outline::Node;

struct Deployment {
  std::string_view part, target;
};
constexpr std::array<Deployment, 9> kDeployments = {
    {{"actions/deploy-pages", "github pages"},
     {"peaceiris/actions-gh-pages", "github pages"},
     {"JamesIves/github-pages-deploy-action", "github pages"},
     {"cloudflare/wrangler-action", "cloudflare"},
     {"cloudflare/pages-action", "cloudflare"},
     {"wrangler deploy", "cloudflare"},
     {"wrangler publish", "cloudflare"},
     {"api.render.com/deploy", "render"},
     {"docker/build-push-action", "container registry"}}};

void add_triggers(const Node& on, Fact& fact) {
  fact.add("triggers", on.text);
  for (const Node& item : on.items) fact.add("triggers", item.text);
  for (const outline::Member& member : on.members) fact.add("triggers", member.key);
}

// A step that may fail without anybody noticing.
bool is_masked(const Node& node) {
  return node.get_text("continue-on-error") == "true" ||
         node.get_text("run").find("|| true") != std::string_view::npos;
}

}  // namespace

void scan_workflow(const Source& source, Scan& out) {
  const std::string_view folder = folder_of(source.path);
  const bool here = folder == ".github/workflows" || folder.ends_with("/.github/workflows");
  if (!here || source.document == nullptr || !source.document->is_map()) return;
  const Node& top = *source.document;
  const std::string_view name = top.get_text("name");
  Fact& fact =
      add_fact(out, Kind::workflow, source, 1, name.empty() ? file_name(source.path) : name);
  add_triggers(top.get("on"), fact);
  int masked = 0;
  for (const outline::Member& job : top.get("jobs").members) {
    fact.add("jobs", job.key);
    masked += is_masked(job.value) ? 1 : 0;
    for (const Node& step : job.value.get("steps").items) {
      masked += is_masked(step) ? 1 : 0;
      for (const Deployment& one : kDeployments)
        if (step.get_text("uses").starts_with(one.part) ||
            step.get_text("run").find(one.part) != std::string_view::npos)
          fact.add("deploys", one.target);
    }
  }
  if (masked > 0) fact.set("masked_steps", masked);
}

}  // namespace vg::inventory
