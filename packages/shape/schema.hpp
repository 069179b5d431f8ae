// JSON Schema (2020-12) from the descriptions.
#pragma once

#include "json/value.hpp"
#include "shape/shape.hpp"

namespace vg::shape {

enum class Detail {
  exact,  // accepts exactly what check_arguments accepts
  brief   // for a model, which pays for every character: types, words and what needs explaining;
          // lengths, counts and the refusal of unknown members hold all the same
};

// Of arguments: closed objects, inline.
json::Value arguments_schema(json::Arena& arena, const Shape& shape, Detail detail);

// Of an answer: the named fields and their types, open for more; exact also says which are always
// there.
json::Value answer_schema(json::Arena& arena, const Shape& shape, Detail detail);

// Of a document as it is shown: open objects, one definition per shape, `x-visibility` on every
// field that a client may not see.
json::Value document_schema(json::Arena& arena, const Shape& root, std::string_view id,
                            std::string_view title);

}  // namespace vg::shape
