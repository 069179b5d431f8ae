#include "json/write.hpp"

#include "json/scan.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <vector>

namespace vg::json {
namespace {

void append_escaped(std::string& out, char c) {
  constexpr std::string_view kHex = "0123456789abcdef";
  switch (c) {
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case '\b': out += "\\b"; return;
    case '\f': out += "\\f"; return;
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    default:
      out += "\\u00";
      out += kHex[static_cast<unsigned char>(c) >> 4];
      out += kHex[static_cast<unsigned char>(c) & 15U];
  }
}

void append_scalar(std::string& out, Value value) {
  switch (value.kind()) {
    case Kind::null: out += "null"; return;
    case Kind::boolean: out += value.boolean() ? "true" : "false"; return;
    case Kind::integer: {
      std::array<char, 24> buffer{};
      const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value.integer());
      out.append(buffer.data(), end.ptr);
      return;
    }
    case Kind::decimal: out += value.text(); return;
    case Kind::string: append_quoted(out, value.text()); return;
    case Kind::array:
    case Kind::object: std::abort();
  }
}

void append_sorted(std::string& out, Value value) {
  if (value.is_array()) {
    out += '[';
    for (const Value& item : value.items()) {
      append_sorted(out, item);
      out += ',';
    }
    if (out.back() == ',') out.pop_back();
    out += ']';
  } else if (value.is_object()) {
    std::vector<Member> members(value.members().begin(), value.members().end());
    std::sort(members.begin(), members.end(),
              [](const Member& a, const Member& b) { return a.key < b.key; });
    out += '{';
    for (const Member& member : members) {
      append_quoted(out, member.key);
      out += ':';
      append_sorted(out, member.value);
      out += ',';
    }
    if (out.back() == ',') out.pop_back();
    out += '}';
  } else {
    append_scalar(out, value);
  }
}

void append_pretty(std::string& out, Value value, std::size_t indent) {
  const bool object = value.is_object();
  const std::size_t count = object ? value.members().size() : value.items().size();
  if (count == 0) {
    append(out, value);
    return;
  }
  const std::string pad(indent + 2, ' ');
  out += object ? "{\n" : "[\n";
  for (std::size_t i = 0; i < count; ++i) {
    out += pad;
    if (object) {
      append_quoted(out, value.members()[i].key);
      out += ": ";
    }
    append_pretty(out, object ? value.members()[i].value : value.items()[i], indent + 2);
    out += i + 1 < count ? ",\n" : "\n";
  }
  out.append(indent, ' ');
  out += object ? '}' : ']';
}

}  // namespace

void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  const char* const end = text.data() + text.size();
  for (const char* start = text.data();;) {
    const char* const at = skip_plain<Beyond::plain>(start, end);
    out.append(start, at);
    if (at == end) break;
    append_escaped(out, *at);
    start = at + 1;
  }
  out += '"';
}

void append(std::string& out, Value value) {
  if (value.is_array()) {
    out += '[';
    bool first = true;
    for (const Value& item : value.items()) {
      if (!first) out += ',';
      first = false;
      append(out, item);
    }
    out += ']';
  } else if (value.is_object()) {
    out += '{';
    bool first = true;
    for (const Member& member : value.members()) {
      if (!first) out += ',';
      first = false;
      append_quoted(out, member.key);
      out += ':';
      append(out, member.value);
    }
    out += '}';
  } else {
    append_scalar(out, value);
  }
}

std::string write(Value value) {
  std::string out;
  append(out, value);
  return out;
}

std::string write_sorted(Value value) {
  std::string out;
  append_sorted(out, value);
  return out;
}

std::string write_pretty(Value value) {
  std::string out;
  append_pretty(out, value, 0);
  out += '\n';
  return out;
}

std::string quoted(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 2);
  append_quoted(out, text);
  return out;
}

}  // namespace vg::json
