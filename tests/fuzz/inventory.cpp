// Any bytes as a file of somebody else's tree: the first byte says which, the rest is its text. It
// is read, scanned and written in every form, and each form is UTF-8.
#include "base/text.hpp"
#include "inventory/report.hpp"
#include "outline/json.hpp"
#include "platform/formats/toml.hpp"
#include "platform/formats/yaml.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace {

using namespace vg;

constexpr std::array<std::string_view, 14> kPaths = {
    "src/index.ts", "wrangler.toml", "wrangler.jsonc",          "render.yaml",  "librechat.yaml",
    "compose.yaml", ".mcp.json",     ".github/workflows/x.yml", "package.json", "Dockerfile",
    "schema.sql",   ".env",          "docs/README.md",          "server.js"};

Result<outline::Node> read_document(inventory::Format format, std::string_view text) {
  if (format == inventory::Format::json) return outline::read_json(text);
  return format == inventory::Format::toml ? formats::read_toml(text) : formats::read_yaml(text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  inventory::Source source{.path = kPaths[data[0] % kPaths.size()], .text = text};
  source.format = inventory::format_of(source.path);
  std::optional<outline::Node> node;
  std::optional<inventory::Script> script;
  if (inventory::is_document(source.path)) {
    auto read = read_document(source.format, text);
    if (read) node = std::move(*read);
    if (node) source.document = &*node;
  }
  if (source.format == inventory::Format::script) {
    script = inventory::read_script(text);
    source.script = &*script;
  }
  std::vector<inventory::Scan> scans(1);
  inventory::scan(source, scans[0]);
  const inventory::Inventory found = inventory::put_together({"."}, {}, std::move(scans));
  const inventory::Graph graph = inventory::graph_of(found);
  for (const std::string& form :
       {inventory::as_table(found), inventory::as_json(found), inventory::as_markdown(found),
        inventory::as_mermaid(graph), inventory::as_svg(graph)})
    VG_ASSERT(is_utf8(form));
  return 0;
}
