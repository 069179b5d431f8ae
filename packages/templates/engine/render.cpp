#include "json/write.hpp"
#include "templates/engine/escape.hpp"
#include "templates/engine/template.hpp"

namespace vg::templates {

using json::Value;

namespace {

bool holds(const Value* value) {
  if (value == nullptr) return false;
  switch (value->kind()) {
    case json::Kind::null: return false;
    case json::Kind::boolean: return value->boolean();
    case json::Kind::string: return !value->text().empty();
    case json::Kind::array: return !value->items().empty();
    case json::Kind::object: return !value->members().empty();
    default: return true;
  }
}

struct Loop {
  std::uint32_t op;
  const Value* items;
  std::size_t count, index;
};

}  // namespace

const Value* Template::find(const Path& path, const std::vector<const Value*>& scopes) const {
  if (path.up >= scopes.size()) return nullptr;
  const Value* value = path.from_root ? scopes.front() : scopes[scopes.size() - 1 - path.up];
  for (const std::string& name : path.names) {
    value = value->find(name);
    if (value == nullptr) return nullptr;
  }
  return value;
}

void Template::print(Kind kind, const Value& value, std::string& out,
                     std::vector<const char*>* printed) {
  if (value.is(json::Kind::integer)) {
    json::append(out, value);
    return;
  }
  const std::string_view text = value.text();
  switch (kind) {
    case Kind::print_text: append_text(out, text); break;
    case Kind::print_attribute: append_attribute(out, text); break;
    default: append_url(out, text); break;
  }
  if (printed && value.is_string()) printed->push_back(text.data());
}

Status Template::render(Value model, std::string& out, std::vector<const char*>* printed) const {
  std::vector<const Value*> scopes = {&model};
  std::vector<Loop> loops;
  const std::size_t start = out.size();
  std::size_t steps = 0;
  for (std::uint32_t at = 0; at < ops_.size();) {
    const Op& op = ops_[at];
    if (++steps > kMaxSteps || out.size() - start > kMaxOutput)
      return Error{ErrorCode::too_large, "the page is larger than a page may be", {}};
    ++at;
    switch (op.kind) {
      case Kind::literal: out += op.literal; break;
      case Kind::jump: at = op.target; break;
      case Kind::branch:
        if (const Value* value = find(paths_[op.path], scopes); !holds(value)) at = op.target;
        break;
      case Kind::loop: {
        const Value* value = find(paths_[op.path], scopes);
        if (!holds(value)) {
          at = op.target;
          break;
        }
        const bool list = value->is_array();
        loops.push_back(
            {at, list ? value->items().data() : value, list ? value->items().size() : 1, 0});
        scopes.push_back(loops.back().items);
        break;
      }
      case Kind::next: {
        Loop& loop = loops.back();
        scopes.pop_back();
        if (++loop.index < loop.count) {
          scopes.push_back(loop.items + loop.index);
          at = loop.op;
        } else {
          loops.pop_back();
        }
        break;
      }
      case Kind::print_text:
      case Kind::print_attribute:
      case Kind::print_url:
        if (const Value* value = find(paths_[op.path], scopes))
          print(op.kind, *value, out, printed);
        break;
    }
  }
  return Done{};
}

}  // namespace vg::templates
