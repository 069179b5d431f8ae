// Images and what runs of them: Dockerfiles, compose files.
#include "base/text.hpp"
#include "inventory/scan.hpp"

namespace vg::inventory {
namespace {

using outline::Node;

std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> out;
  for (const std::string_view word : split(line, ' '))
    if (!trim(word).empty()) out.push_back(trim(word));
  return out;
}

std::string_view image_of(const std::vector<std::string_view>& words) {
  for (std::size_t i = 1; i < words.size(); ++i)
    if (!words[i].starts_with("--")) return words[i];
  return {};
}

std::string source_of(const Node& service) {
  if (!service.get_text("image").empty()) return std::string(service.get_text("image"));
  const Node& build = service.get("build");
  const std::string_view folder =
      build.is_map() ? build.get_text("context") : std::string_view(build.text);
  return folder.empty() ? std::string() : "build " + std::string(folder);
}

}  // namespace

void scan_dockerfile(const Source& source, Scan& out) {
  const std::string_view name = file_name(source.path);
  if (!name.starts_with("Dockerfile") && !name.ends_with(".Dockerfile") &&
      !name.starts_with("Containerfile"))
    return;
  Fact& fact = add_fact(out, Kind::image, source, 1, source.path);
  for (const std::string_view line : split(source.text, '\n')) {
    const auto words = words_of(line);
    if (words.size() < 2) continue;
    if (to_lower_ascii(words[0]) == "from") fact.add("from", image_of(words));
    if (to_lower_ascii(words[0]) != "expose") continue;
    for (std::size_t i = 1; i < words.size(); ++i) fact.add("exposes", words[i]);
  }
}

void scan_compose(const Source& source, Scan& out) {
  const std::string_view name = file_name(source.path);
  const bool compose = name.starts_with("docker-compose") || name.starts_with("compose");
  if (!compose || source.format != Format::yaml || source.document == nullptr) return;
  for (const outline::Member& member : source.document->get("services").members) {
    Fact& fact = add_fact(out, Kind::container, source, member.line, member.key);
    fact.set("source", source_of(member.value));
    for (const Node& port : member.value.get("ports").items)
      fact.add("ports", port.is_map() ? port.get_text("published") : std::string_view(port.text));
    const Node& needs = member.value.get("depends_on");
    for (const Node& item : needs.items) fact.add("depends_on", item.text);
    for (const outline::Member& item : needs.members) fact.add("depends_on", item.key);
  }
}

}  // namespace vg::inventory
