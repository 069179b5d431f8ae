#include "shape/schema.hpp"

#include "base/text.hpp"

#include <map>

namespace vg::shape {

using json::ObjectBuilder;
using json::Value;

namespace {

// What differs between the two schemas is how a nested shape is written; the rest is shared.
class SchemaWriter {
 public:
  enum class Purpose { arguments, answers, documents };

  SchemaWriter(json::Arena& arena, Purpose purpose, Detail detail)
      : arena_(arena),
        documents_(purpose == Purpose::documents),
        arguments_(purpose == Purpose::arguments),
        exact_(detail == Detail::exact),
        limits_(exact_ && purpose != Purpose::answers) {}

  Value object(const Shape& shape) {
    ObjectBuilder properties(arena_);
    json::ArrayBuilder required(arena_);
    if (!shape.id_prefix.empty() && documents_) properties.add("id", typed("string").finish());
    for (const Field& field : shape.fields) {
      properties.add(field.name, this->field(field));
      if (field.required) required.add(Value(field.name));
    }
    ObjectBuilder out = typed("object");
    if (exact_ || !properties.empty()) out.add("properties", properties.finish());
    if (!required.empty() && (exact_ || arguments_)) out.add("required", required.finish());
    if (arguments_ && exact_) out.add("additionalProperties", Value(false));
    return out.finish();
  }

  Value definitions() {
    ObjectBuilder out(arena_);
    for (const auto& [name, schema] : definitions_) out.add(name, schema);
    return out.finish();
  }

 private:
  ObjectBuilder typed(std::string_view type) {
    ObjectBuilder out(arena_);
    out.add("type", Value(type));
    return out;
  }

  Value words(const Field& field) {
    json::ArrayBuilder out(arena_);
    for (std::string_view word : split(field.words, ' ')) out.add(Value(word));
    return out.finish();
  }

  Value nested(const Shape& shape) {
    if (!documents_) return object(shape);
    if (!definitions_.contains(shape.name)) {
      definitions_[shape.name] = Value();
      definitions_[shape.name] = object(shape);
    }
    ObjectBuilder out(arena_);
    out.add_copy("$ref", "#/$defs/" + std::string(shape.name));
    return out.finish();
  }

  Value money() {
    ObjectBuilder properties(arena_);
    properties.add("minor", typed("integer").finish());
    properties.add("currency", typed("string").add("pattern", Value("^[A-Z]{3}$")).finish());
    for (std::string_view key : {"basis", "source", "asOf"})
      properties.add(key, typed("string").finish());
    json::ArrayBuilder required(arena_);
    required.add(Value("minor")).add(Value("currency"));
    return typed("object")
        .add("properties", properties.finish())
        .add("required", required.finish())
        .finish();
  }

  ObjectBuilder array_of(Value items, const Field& field) {
    ObjectBuilder out = typed("array");
    if (exact_ || arguments_) out.add("items", items);
    if (arguments_ && limits_ && field.least > 0) out.add("minItems", Value(field.least));
    if (limits_) out.add("maxItems", Value(field.most));
    return out;
  }

  ObjectBuilder string_of(const Field& field) {
    ObjectBuilder out = typed("string");
    if (field.required && arguments_ && limits_) out.add("minLength", Value(1));
    if (limits_) out.add("maxLength", Value(field.most));
    return out;
  }

  ObjectBuilder number_of(const Field& field) {
    ObjectBuilder out = typed(field.kind == Kind::integer ? "integer" : "number");
    if (limits_) out.add("minimum", Value(field.least)).add("maximum", Value(field.most));
    return out;
  }

  ObjectBuilder schema_of(const Field& field) {
    Field entry = field;
    entry.most = kLabelMax;
    entry.required = false;
    ObjectBuilder reference(arena_);
    switch (field.kind) {
      case Kind::label:
      case Kind::text: return string_of(field);
      case Kind::flag: return typed("boolean");
      case Kind::integer:
      case Kind::decimal: return number_of(field);
      case Kind::date: {
        ObjectBuilder out = typed("string").add("format", Value("date"));
        if (limits_) out.add("pattern", Value("^[1-9]"));
        return out;
      }
      case Kind::currency: return typed("string").add("pattern", Value("^[A-Z]{3}$"));
      case Kind::url:
      case Kind::ref: return typed("string");
      case Kind::choice: return typed("string").add("enum", words(field));
      case Kind::labels: return array_of(string_of(entry).finish(), field);
      case Kind::refs: return array_of(typed("string").finish(), field);
      case Kind::choices:
        return array_of(typed("string").add("enum", words(field)).finish(), field);
      case Kind::list:
      case Kind::items: return array_of(nested(*field.shape), field);
      case Kind::records: return array_of(typed("object").finish(), field);
      case Kind::record:
      case Kind::secret: return typed("object");
      case Kind::any: return reference;
      case Kind::money:
      case Kind::object: break;
    }
    const Value inner = field.kind == Kind::money ? money() : nested(*field.shape);
    for (const json::Member& member : inner.members()) reference.add(member.key, member.value);
    return reference;
  }

  Value field(const Field& field) {
    if (field.explained && !exact_) {
      Field alone = field;
      if (field.kind == Kind::object) alone.kind = Kind::record;
      return schema_of(alone).finish();
    }
    ObjectBuilder out = schema_of(field);
    if (!field.doc.empty()) out.add("description", Value(field.doc));
    if (documents_ && field.visibility != Visibility::client)
      out.add("x-visibility",
              Value(field.visibility == Visibility::advisor ? "advisor" : "secret"));
    return out.finish();
  }

  json::Arena& arena_;
  bool documents_;  // nested shapes become definitions, items have ids, visibility is told
  bool arguments_;
  bool exact_;
  bool limits_;
  std::map<std::string_view, Value> definitions_;
};

}  // namespace

Value arguments_schema(json::Arena& arena, const Shape& shape, Detail detail) {
  return SchemaWriter(arena, SchemaWriter::Purpose::arguments, detail).object(shape);
}

Value answer_schema(json::Arena& arena, const Shape& shape, Detail detail) {
  return SchemaWriter(arena, SchemaWriter::Purpose::answers, detail).object(shape);
}

Value document_schema(json::Arena& arena, const Shape& root, std::string_view id,
                      std::string_view title) {
  SchemaWriter writer(arena, SchemaWriter::Purpose::documents, Detail::exact);
  const Value object = writer.object(root);
  ObjectBuilder out(arena);
  out.add("$schema", Value("https://json-schema.org/draft/2020-12/schema"));
  out.add_copy("$id", id).add_copy("title", title);
  for (const json::Member& member : object.members()) out.add(member.key, member.value);
  out.add("$defs", writer.definitions());
  return out.finish();
}

}  // namespace vg::shape
