#include "app/answers.hpp"

namespace vg::app {
namespace {

using namespace shape;

constexpr Field kStatus = label("status", advisor).must();
constexpr Field kTripId = label("trip_id", advisor).must();
constexpr Field kVersion = integer("version", advisor).must();

constexpr Field kStartSessionFields[] = {records("recent", advisor).must(),
                                         records("attention", advisor).must(),
                                         record("next", advisor).must()};
constexpr Field kFindTripsFields[] = {records("trips", advisor).must(),
                                      label("next_cursor", advisor)};
constexpr Field kReadTripFields[] = {kTripId, integer("version", advisor),
                                     label("view", advisor).must(), record("trip", advisor)};
constexpr Field kWrittenFields[] = {kStatus, kTripId, kVersion};
constexpr Field kSaveClientFields[] = {kStatus, label("client_id", advisor).must(), kVersion};
constexpr Field kRecommendOptionsFields[] = {kTripId, records("picks", advisor).must()};
constexpr Field kCheckTripFields[] = {kTripId, flag("ready", advisor).must(),
                                      records("findings", advisor).must()};
constexpr Field kGuideFields[] = {label("text", advisor).must()};
constexpr Field kListTemplatesFields[] = {records("templates", advisor).must()};
constexpr Field kRenderTripFields[] = {kTripId, label("preview_url", advisor).must(),
                                       record("not_shown", advisor).must()};
constexpr Field kPublishTripFields[] = {kTripId, label("url", advisor).must(),
                                        flag("changed", advisor).must()};
constexpr Field kManagePublicationFields[] = {kTripId, records("publications", advisor)};

}  // namespace

const Shape kStartSessionAnswer = {.name = "start session answer", .fields = kStartSessionFields};
const Shape kFindTripsAnswer = {.name = "find trips answer", .fields = kFindTripsFields};
const Shape kReadTripAnswer = {.name = "read trip answer", .fields = kReadTripFields};
const Shape kWrittenAnswer = {.name = "written answer", .fields = kWrittenFields};
const Shape kSaveClientAnswer = {.name = "save client answer", .fields = kSaveClientFields};
const Shape kRecommendOptionsAnswer = {.name = "recommend options answer",
                                       .fields = kRecommendOptionsFields};
const Shape kCheckTripAnswer = {.name = "check trip answer", .fields = kCheckTripFields};
const Shape kGuideAnswer = {.name = "guide answer", .fields = kGuideFields};
const Shape kListTemplatesAnswer = {.name = "list templates answer",
                                    .fields = kListTemplatesFields};
const Shape kRenderTripAnswer = {.name = "render trip answer", .fields = kRenderTripFields};
const Shape kPublishTripAnswer = {.name = "publish trip answer", .fields = kPublishTripFields};
const Shape kManagePublicationAnswer = {.name = "manage publication answer",
                                        .fields = kManagePublicationFields};

}  // namespace vg::app
