#include "platform/formats/yaml.hpp"

#include <map>
#include <optional>
#include <yaml.h>

namespace vg::formats {
namespace {

using outline::Kind;
using outline::Node;

int size_of(const Node& node) {
  int out = 1;
  for (const Node& item : node.items) out += size_of(item);
  for (const outline::Member& member : node.members) out += 1 + size_of(member.value);
  return out;
}

class Event final {
 public:
  Event() = default;
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;
  ~Event() {
    if (filled) yaml_event_delete(&event);
  }

  yaml_event_t event = {};
  bool filled = false;
};

std::string text_of(const yaml_char_t* text) {
  return text == nullptr ? std::string() : reinterpret_cast<const char*>(text);
}

class Reader final {
 public:
  explicit Reader(std::string_view text) {
    VG_ASSERT(yaml_parser_initialize(&parser_) == 1);
    yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(text.data()),
                                 text.size());
  }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  ~Reader() { yaml_parser_delete(&parser_); }

  Result<Node> document() {
    for (;;) {
      Event next;
      VG_CHECK(take(next));
      switch (next.event.type) {
        case YAML_STREAM_END_EVENT: return Node{};
        case YAML_STREAM_START_EVENT:
        case YAML_DOCUMENT_START_EVENT: break;
        default: return node(next.event, 0);
      }
    }
  }

 private:
  static Error fault(const yaml_mark_t& mark, std::string_view reason,
                     ErrorCode code = ErrorCode::invalid) {
    return outline::unreadable("YAML", mark.line + 1, mark.column + 1, reason, code);
  }

  Status take(Event& into) {
    if (yaml_parser_parse(&parser_, &into.event) == 1) {
      into.filled = true;
      return Done();
    }
    const char* problem = parser_.problem == nullptr ? "it ends too soon" : parser_.problem;
    if (parser_.error == YAML_READER_ERROR)
      return fault(parser_.mark, std::string(problem) + " (not UTF-8)");
    return fault(parser_.problem_mark, problem);
  }

  Status count(const yaml_mark_t& mark, int nodes) {
    nodes_ += nodes;
    if (nodes_ <= outline::kMaxNodes) return Done();
    return fault(mark, "there are more values than are read", ErrorCode::too_large);
  }

  Result<Node> node(const yaml_event_t& event, int depth) {
    if (depth > outline::kMaxDepth)
      return fault(event.start_mark, "it is nested too deeply", ErrorCode::too_large);
    VG_CHECK(count(event.start_mark, 1));
    const int line = static_cast<int>(event.start_mark.line) + 1;
    switch (event.type) {
      case YAML_SCALAR_EVENT: return scalar(event, line);
      case YAML_SEQUENCE_START_EVENT:
        return kept(text_of(event.data.sequence_start.anchor), list(line, depth));
      case YAML_MAPPING_START_EVENT:
        return kept(text_of(event.data.mapping_start.anchor), map(line, depth));
      case YAML_ALIAS_EVENT: return alias(event);
      default: return fault(event.start_mark, "a value is expected here");
    }
  }

  Result<Node> scalar(const yaml_event_t& event, int line) {
    const auto& data = event.data.scalar;
    Node out;
    out.line = line;
    out.quoted = data.style != YAML_PLAIN_SCALAR_STYLE;
    out.text.assign(reinterpret_cast<const char*>(data.value), data.length);
    if (!out.quoted && (out.text == "~" || out.text == "null")) out.text.clear();
    return kept(text_of(data.anchor), std::move(out));
  }

  Result<Node> list(int line, int depth) {
    Node out;
    out.kind = Kind::list;
    out.line = line;
    for (;;) {
      Event next;
      VG_CHECK(take(next));
      if (next.event.type == YAML_SEQUENCE_END_EVENT) return out;
      VG_TRY(Node item, node(next.event, depth + 1));
      out.items.push_back(std::move(item));
    }
  }

  Result<Node> map(int line, int depth) {
    Node out;
    out.kind = Kind::map;
    out.line = line;
    std::map<std::string, int, std::less<>> seen;
    std::vector<Node> merged;
    for (;;) {
      Event next;
      VG_CHECK(take(next));
      if (next.event.type == YAML_MAPPING_END_EVENT) break;
      const yaml_mark_t place = next.event.start_mark;
      VG_TRY(Node key, node(next.event, depth + 1));
      Event behind;
      VG_CHECK(take(behind));
      VG_TRY(Node value, node(behind.event, depth + 1));
      if (key.text == "<<" && !key.quoted) {
        merged.push_back(std::move(value));
      } else if (!seen.emplace(key.text, key.line).second) {
        return fault(place, "the key \"" + key.text.substr(0, 60) + "\" stands twice in one map");
      } else {
        out.members.push_back({std::move(key.text), key.line, std::move(value)});
      }
    }
    for (const Node& one : merged) merge(out, one);
    return out;
  }

  // What a merge key brings, behind what the map says itself.
  static void merge(Node& into, const Node& from) {
    for (const Node& item : from.items) merge(into, item);
    for (const outline::Member& member : from.members)
      if (into.find(member.key) == nullptr) into.members.push_back(member);
  }

  Result<Node> kept(const std::string& anchor, Result<Node> node) {
    if (node && !anchor.empty()) anchors_[anchor] = *node;
    return node;
  }

  Result<Node> alias(const yaml_event_t& event) {
    const std::string name = text_of(event.data.alias.anchor);
    const auto found = anchors_.find(name);
    if (found == anchors_.end())
      return fault(event.start_mark, "the anchor \"" + name + "\" is not known here");
    VG_CHECK(count(event.start_mark, size_of(found->second)));
    return found->second;
  }

  yaml_parser_t parser_ = {};
  std::map<std::string, Node> anchors_;
  int nodes_ = 0;
};

}  // namespace

Result<Node> read_yaml(std::string_view text) {
  return Reader(text).document();
}

}  // namespace vg::formats
