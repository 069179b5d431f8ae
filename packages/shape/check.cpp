#include "shape/check.hpp"

#include "base/calendar.hpp"
#include "base/text.hpp"
#include "base/url.hpp"
#include "json/decimal.hpp"

namespace vg::shape {

using json::Value;

namespace {

constexpr std::size_t kMaxIssues = 25;

class Checker {
 public:
  void object(Value value, const Shape& shape, const std::string& path) {
    if (!value.is_object()) return fault(path, "an object is expected");
    for (const json::Member& member : value.members()) {
      const Field* field = shape.find(member.key);
      if (field == nullptr) {
        fault(path + '/' + one_line(member.key, 60), "unknown; allowed: " + names(shape));
      } else {
        this->value(member.value, *field, path + '/' + std::string(field->name));
      }
    }
    for (const Field& field : shape.fields)
      if (field.required && value.find(field.name) == nullptr)
        fault(path + '/' + std::string(field.name), "missing" + about(field));
  }

  std::vector<Issue> take() { return std::move(issues_); }

 private:
  static std::string names(const Shape& shape) {
    std::string out;
    for (const Field& field : shape.fields) out.append(out.empty() ? "" : ", ").append(field.name);
    return out;
  }
  static std::string about(const Field& field) {
    return field.doc.empty() ? std::string() : ": " + std::string(field.doc);
  }

  void fault(const std::string& path, std::string message) {
    if (issues_.size() < kMaxIssues) issues_.push_back({path, std::move(message)});
  }

  void value(Value value, const Field& field, const std::string& path) {
    switch (field.kind) {
      case Kind::any: return;
      case Kind::object: return object(value, *field.shape, path);
      case Kind::labels:
      case Kind::choices:
      case Kind::list:
      case Kind::records: return several(value, field, path);
      case Kind::record:
        if (!value.is_object()) fault(path, "an object is expected");
        return;
      default: return scalar(value, field, path);
    }
  }

  void several(Value value, const Field& field, const std::string& path) {
    if (!value.is_array()) return fault(path, "a list is expected");
    if (std::ssize(value.items()) > field.most)
      return fault(path, "at most " + std::to_string(field.most) + " entries are allowed");
    if (std::ssize(value.items()) < field.least)
      return fault(path, "at least " + count_of(field.least, "entry", "entries") + " is expected");
    for (std::size_t i = 0; i < value.items().size(); ++i) {
      const std::string at = path + '/' + std::to_string(i);
      if (field.kind == Kind::list) {
        object(value.items()[i], *field.shape, at);
      } else if (field.kind == Kind::records) {
        if (!value.items()[i].is_object()) fault(at, "an object is expected");
      } else {
        Field entry = field;
        entry.kind = field.kind == Kind::labels ? Kind::label : Kind::choice;
        entry.most = kLabelMax;
        scalar(value.items()[i], entry, at);
      }
    }
  }

  void scalar(Value value, const Field& field, const std::string& path) {
    switch (field.kind) {
      case Kind::label:
      case Kind::text:
        if (!value.is_string()) return fault(path, "text is expected");
        if (count_code_points(value.text()) > static_cast<std::size_t>(field.most))
          return fault(path, "longer than " + std::to_string(field.most) + " characters");
        if (field.required && value.text().empty()) return fault(path, "may not be empty");
        return;
      case Kind::flag:
        if (!value.is(json::Kind::boolean)) fault(path, "true or false is expected");
        return;
      case Kind::integer:
        if (!value.is(json::Kind::integer) || value.integer() < field.least ||
            value.integer() > field.most)
          fault(path, "a whole number from " + std::to_string(field.least) + " to " +
                          std::to_string(field.most) + " is expected");
        return;
      case Kind::date:
        if (!parse_date(value.text()))
          fault(path, "a date that exists, written like 2027-03-11, is expected");
        return;
      case Kind::url:
        if (!is_safe_url(value.text())) fault(path, "an http or https address is expected");
        return;
      case Kind::choice:
        if (!value.is_string() || !is_word_of(field, value.text())) {
          std::string words(field.words);
          for (std::size_t at = 0; (at = words.find(' ', at)) != std::string::npos; at += 2)
            words.replace(at, 1, ", ");
          fault(path, "one of " + words + " is expected");
        }
        return;
      default: VG_ASSERT(false);
    }
  }

  std::vector<Issue> issues_;
};

}  // namespace

Status check_arguments(Value arguments, const Shape& shape) {
  Checker checker;
  checker.object(arguments, shape, "");
  std::vector<Issue> issues = checker.take();
  if (issues.empty()) return Done{};
  return Error{
      ErrorCode::invalid,
      "the arguments of " + std::string(shape.name) + " are not valid; nothing was changed",
      std::move(issues)};
}

}  // namespace vg::shape
