#include "templates/engine/html_state.hpp"

#include <array>

namespace vg::templates {
namespace {

constexpr std::array<std::string_view, 7> kUrlAttributes = {
    "href", "src", "action", "poster", "cite", "formaction", "data"};

bool is_space(char c) {
  return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

std::string HtmlState::advance(std::string_view html) {
  for (char c : html)
    if (std::string fault = step(c); !fault.empty()) return fault;
  return {};
}

std::string HtmlState::step(char c) {
  switch (state_) {
    case State::text:
      if (c == '<') {
        state_ = State::tag_name;
        tag_.clear();
      }
      return {};
    case State::tag_name:
      if (is_letter(c) || (c >= '0' && c <= '9') || c == '/' || c == '!' || c == '-') {
        if (c == '/' && !tag_.empty()) {
          state_ = State::in_tag;
          return {};
        }
        tag_ += lower(c);
        if (tag_ == "!--") {
          state_ = State::comment;
          tail_.clear();
        }
        return {};
      }
      if (tag_.empty() || (!is_space(c) && c != '>')) return "a '<' that begins no tag; write &lt;";
      return end_of_tag_name() + (c == '>' ? step('>') : std::string());
    case State::in_tag:
      if (c == '>') {
        state_ = tag_ == "style" || tag_ == "textarea" ? State::raw_text : State::text;
        tail_.clear();
        return {};
      }
      if (is_space(c) || c == '/') return {};
      state_ = State::attribute_name;
      attribute_ = lower(c);
      return {};
    case State::attribute_name:
      if (c == '=') {
        state_ = State::before_value;
        return end_of_attribute_name();
      }
      if (is_space(c) || c == '>' || c == '/') {
        state_ = State::in_tag;
        return end_of_attribute_name() + (c == '>' ? step('>') : std::string());
      }
      attribute_ += lower(c);
      return {};
    case State::before_value:
      if (c == '"') {
        state_ = State::value;
        return {};
      }
      return "the value of the attribute " + attribute_ + " must stand in double quotes";
    case State::value:
      if (c == '"') state_ = State::in_tag;
      return {};
    case State::comment:
      tail_ += c;
      if (tail_.ends_with("-->")) state_ = State::text;
      return {};
    case State::raw_text:
      tail_ += lower(c);
      if (tail_.ends_with("</" + tag_ + ">")) state_ = State::text;
      return {};
  }
  return {};
}

std::string HtmlState::end_of_tag_name() {
  state_ = State::in_tag;
  if (tag_ == "script" || tag_ == "iframe" || tag_ == "object" || tag_ == "embed" || tag_ == "base")
    return "<" + tag_ + "> is not allowed in a theme";
  return {};
}

std::string HtmlState::end_of_attribute_name() {
  if (attribute_.starts_with("on"))
    return "the event handler " + attribute_ + " is not allowed in a theme";
  return {};
}

bool HtmlState::same_place(const HtmlState& other) const {
  if (state_ != other.state_) return false;
  if (state_ == State::text) return true;
  if (state_ == State::value) return attribute_ == other.attribute_;
  return tag_ == other.tag_ && tail_ == other.tail_;
}

Context HtmlState::context() const {
  if (state_ == State::text) return Context::text;
  if (state_ != State::value || attribute_ == "style" || attribute_ == "srcset" ||
      attribute_ == "srcdoc" || attribute_ == "http-equiv")
    return Context::forbidden;
  for (std::string_view name : kUrlAttributes)
    if (attribute_ == name) return Context::url;
  return Context::attribute;
}

std::string_view HtmlState::why_forbidden() const {
  switch (state_) {
    case State::comment: return "a value may not stand in a comment";
    case State::raw_text: return "a value may not stand in a style";
    case State::value: return "a value may not stand in this attribute";
    default: return "a value may stand between tags or in a double-quoted attribute value only";
  }
}

}  // namespace vg::templates
