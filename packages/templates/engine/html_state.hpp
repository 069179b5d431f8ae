// Follows HTML text to know in which context the next value would stand. Knows as much of HTML as a
// theme needs and refuses the rest.
#pragma once

#include <string>
#include <string_view>

namespace vg::templates {

enum class Context {
  text,       // between tags
  attribute,  // in a double-quoted attribute value
  url,        // the same, of an attribute that holds an address
  forbidden   // a value may not stand here: see HtmlState::why_forbidden
};

class HtmlState {
 public:
  // Reads on. Returns what is wrong with the HTML itself, or an empty text: an unquoted attribute
  // value, an event handler, a script.
  std::string advance(std::string_view html);

  Context context() const;
  std::string_view why_forbidden() const;
  // Whether HTML that follows would be read the same way: two branches of an `if` must end so.
  bool same_place(const HtmlState& other) const;

 private:
  enum class State {
    text,
    tag_name,
    in_tag,
    attribute_name,
    before_value,
    value,
    comment,
    raw_text
  };

  std::string step(char c);
  std::string end_of_tag_name();
  std::string end_of_attribute_name();

  State state_ = State::text;
  std::string tag_;
  std::string attribute_;
  std::string tail_;  // the last characters of a comment or raw text
};

}  // namespace vg::templates
