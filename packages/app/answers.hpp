// The fields that the structured answer of each use case always has, and some that it may have.
// Answers are open: they may have more.
#pragma once

#include "shape/shape.hpp"

namespace vg::app {

extern const shape::Shape kStartSessionAnswer;
extern const shape::Shape kFindTripsAnswer;
extern const shape::Shape kReadTripAnswer;
extern const shape::Shape kWrittenAnswer;
extern const shape::Shape kSaveClientAnswer;
extern const shape::Shape kRecommendOptionsAnswer;
extern const shape::Shape kCheckTripAnswer;
extern const shape::Shape kGuideAnswer;
extern const shape::Shape kListTemplatesAnswer;
extern const shape::Shape kRenderTripAnswer;
extern const shape::Shape kPublishTripAnswer;
extern const shape::Shape kManagePublicationAnswer;

}  // namespace vg::app
