#include "trip/description_parts.hpp"

namespace vg::trip {
namespace {

using namespace shape;

constexpr Field kImageUrlFields[] = {
    url("thumbnail", client),
    url("medium", client),
    url("large", client),
    url("original", client),
};
constexpr Shape kImageUrls = {
    .name = "image addresses", .fields = kImageUrlFields, .bare = "large"};

constexpr Field kImageFields[] = {
    object("urls", client, kImageUrls).also("url src"),
    label("alt", client, "What a person who cannot see it should know"),
    label("caption", client),
    label("credit", client),
    integer("width", advisor),
    integer("height", advisor),
    label("sha256", advisor),
};

constexpr Field kImagesFields[] = {
    list("hero", client, kImage),       list("lodging", client, kImage),
    list("activities", client, kImage), list("days", client, kImage),
    list("cabin", client, kImage),      list("gallery", client, kImage),
};

constexpr Field kMediaFields[] = {
    choice("type", advisor, "image youtube"),
    url("url", client),
    label("videoId", advisor).also("id"),
    label("caption", client),
    label("category", advisor),
};

constexpr Field kMapPlaceFields[] = {
    label("location", client),
    label("label", client),
};

constexpr Field kGeoFields[] = {
    decimal("lat", client).from(-90).up_to(90),
    decimal("lng", client).from(-180).up_to(180).also("lon longitude"),
};

}  // namespace

const Shape kImage = {.name = "image", .fields = kImageFields, .bare = "urls"};
const Shape kImages = {.name = "images", .fields = kImagesFields};
const Shape kMedia = {.name = "media", .fields = kMediaFields, .bare = "url"};
const Shape kMapPlace = {.name = "map place", .fields = kMapPlaceFields, .bare = "location"};
const Shape kGeo = {.name = "geo", .fields = kGeoFields};

}  // namespace vg::trip
