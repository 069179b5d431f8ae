#include "store/fingerprint.hpp"

#include "base/digest.hpp"
#include "json/parse.hpp"
#include "json/write.hpp"

namespace vg::store {
namespace {

constexpr std::string_view kKeyArgument = "idempotency_key";

std::string short_hash(std::string_view text) {
  return to_base64url(sha256(text)).substr(0, 22);
}

}  // namespace

Fingerprint make_fingerprint(std::string_view tool, json::Value arguments, Context& context) {
  json::Arena arena;
  json::ObjectBuilder content(arena);
  for (const json::Member& member : arguments.members())
    if (member.key != kKeyArgument) content.add(member.key, member.value);
  const std::string name(tool);
  Fingerprint out;
  out.digest = short_hash(name + "\n" + json::write_sorted(content.finish()));
  const std::string_view key = arguments.get_text(kKeyArgument);
  out.id = key.empty() ? out.digest : short_hash(name + "\nkey\n" + std::string(key));
  out.nonce = context.ids.random(12);
  out.cutoff = request_cutoff(context.now);
  return out;
}

std::optional<Seen> read_seen(std::string_view json_row) {
  json::Arena arena(1024);
  const auto row = json::parse(arena, json_row);
  if (!row || row->items().size() != 5) return std::nullopt;
  const auto text = [&](std::size_t i) { return std::string(row->items()[i].text()); };
  return Seen{.digest = text(0),
              .tool = text(1),
              .subject = text(2),
              .nonce = text(4),
              .version = row->items()[3].integer()};
}

}  // namespace vg::store
