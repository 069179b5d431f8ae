#include "shape/path.hpp"

#include "base/text.hpp"
#include "json/write.hpp"

namespace vg::shape {
namespace {

std::string field_names(const Shape& shape) {
  std::string out;
  for (const Field& field : shape.fields) {
    if (field.kind == Kind::secret) continue;
    out.append(out.empty() ? "" : ", ").append(field.name);
  }
  return out;
}

Error nowhere(std::string_view path, std::string message) {
  return Error{ErrorCode::invalid,
               "the path '" + one_line(path, 120) + "' leads nowhere: " + std::move(message),
               {}};
}

}  // namespace

std::string to_sql_path(const std::vector<std::string>& keys, std::size_t count) {
  std::string out = "$";
  for (std::size_t i = 0; i < count; ++i) {
    out += '.';
    json::append_quoted(out, keys[i]);
  }
  return out;
}

Result<Place> find_place(const Shape& root, std::string_view path) {
  Place place;
  const Shape* shape = &root;
  const auto steps = split(path.starts_with('/') ? path.substr(1) : path, '/');
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const std::string_view step = steps[i];
    const bool last = i + 1 == steps.size();
    static constexpr Field kSecrets = private_notes();
    const Match match = step == kPrivate ? Match{&kSecrets, true} : match_field(*shape, step);
    if (match.field == nullptr)
      return nowhere(path, std::string(shape->name) + " has no '" + one_line(step, 40) +
                               "'; it has " + field_names(*shape));
    place.keys.emplace_back(match.field->name);
    place.field = match.field;
    if (last) return place;
    if (match.field->kind == Kind::items) {
      const std::string id = to_item_id(steps[++i]);
      if (id.empty())
        return nowhere(path, "an item id is expected after '" + std::string(step) + "'");
      place.keys.push_back(id);
      place.items_on_way.push_back(to_sql_path(place.keys, place.keys.size()));
      place.item_of = match.field;
      place.field = nullptr;
      shape = match.field->shape;
      if (i + 1 == steps.size()) return place;
      place.item_of = nullptr;
    } else if (match.field->kind == Kind::object) {
      shape = match.field->shape;
    } else if ((match.field->kind == Kind::record || match.field->kind == Kind::secret) &&
               i + 2 == steps.size()) {
      place.record_key = steps[i + 1];
      place.keys.emplace_back(steps[i + 1]);
      return place;
    } else {
      return nowhere(path, "'" + std::string(match.field->name) +
                               "' has nothing below it that can be addressed; set it as a whole");
    }
  }
  return nowhere(path, "it is empty");
}

}  // namespace vg::shape
