// How one value of a described kind is read, without structure: text, flags, numbers, dates, money,
// addresses, words.
#pragma once

#include "base/money.hpp"
#include "json/value.hpp"
#include "shape/shape.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace vg::shape {

struct Scalar {
  std::optional<json::Value> value;  // nothing: see fault
  std::string fault;  // what is allowed, as a sentence part: `a date like 2027-03-11 is expected`
  std::string_view converted;  // how the form was changed, if it was
  bool cleaned = false;        // control characters were removed

  static Scalar of(json::Value value, std::string_view converted = {}) {
    return {.value = value, .fault = {}, .converted = converted};
  }
  static Scalar refuse(std::string fault) {
    return {.value = {}, .fault = std::move(fault), .converted = {}};
  }
};

// `field.kind` is one of the scalar kinds. Plain amounts are of `currency`.
Scalar read_scalar(json::Arena& arena, json::Value raw, const Field& field,
                   std::optional<Currency> currency);

// A {minor, currency} object as Money; nothing when it is not one.
std::optional<Money> to_money(json::Value value);
json::Value from_money(json::Arena& arena, Money money);

}  // namespace vg::shape
