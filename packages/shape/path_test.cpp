#include "shape/path.hpp"

#include <gtest/gtest.h>

namespace vg::shape {
namespace {

constexpr Field kOptionFields[] = {label("label", client)};
constexpr Shape kOption = {.name = "option", .fields = kOptionFields, .id_prefix = "o"};
constexpr Field kStayFields[] = {label("name", client), date("checkIn", client),
                                 items("options", client, kOption), labels("tags", client)};
constexpr Shape kStay = {.name = "stay", .fields = kStayFields, .id_prefix = "h"};
constexpr Field kMetaFields[] = {label("title", client)};
constexpr Shape kMeta = {.name = "meta", .fields = kMetaFields};
constexpr Field kRootFields[] = {object("meta", client, kMeta), items("lodging", client, kStay),
                                 record("facts", client)};
constexpr Shape kRoot = {.name = "trip", .fields = kRootFields};

std::string place(std::string_view path) {
  const auto found = find_place(kRoot, path);
  if (!found) return "ERROR " + found.error().message;
  std::string out = to_sql_path(found->keys, found->keys.size());
  if (found->item_of) out += " item";
  if (found->field) out += " field";
  for (const std::string& item : found->items_on_way) out += " needs " + item;
  return out;
}

TEST(Path, LeadsToFieldsItemsAndCollections) {
  struct Case {
    const char* path;
    const char* found;
  };
  for (
      const Case& c :
      {Case{"meta/title", R"($."meta"."title" field)"},
       {"/meta/title", R"($."meta"."title" field)"},
       {"meta", R"($."meta" field)"},
       {"lodging", R"($."lodging" field)"},
       {"lodging/h-1", R"($."lodging"."h-1" item needs $."lodging"."h-1")"},
       {"lodging/H_1/check_in", R"($."lodging"."h-1"."checkIn" field needs $."lodging"."h-1")"},
       {"lodging/h-1/options/o-2/label",
        R"($."lodging"."h-1"."options"."o-2"."label" field needs $."lodging"."h-1" needs $."lodging"."h-1"."options"."o-2")"},
       {"facts/plugs", R"($."facts"."plugs" field)"},
       {"lodging/h-1/_private/rate",
        R"($."lodging"."h-1"."_private"."rate" field needs $."lodging"."h-1")"}})
    EXPECT_EQ(place(c.path), c.found) << c.path;
}

TEST(Path, SaysWhereItLeadsNowhere) {
  struct Case {
    const char* path;
    const char* part;
  };
  for (const Case& c : {Case{"", "trip has no ''; it has meta, lodging, facts"},
                        {"meta/headline", "meta has no 'headline'; it has title"},
                        {"meta/title/x", "'title' has nothing below it"},
                        {"lodging//name", "an item id is expected"},
                        {"lodging/h-1/tags/0", "'tags' has nothing below it"},
                        {"$.x\"", "trip has no"}})
    EXPECT_NE(place(c.path).find(c.part), std::string::npos) << c.path << ": " << place(c.path);
}

}  // namespace
}  // namespace vg::shape
