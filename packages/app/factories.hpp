// The arguments and the factory of every use case; the rows of use_cases.cpp name them.
#pragma once

#include "app/use_cases.hpp"

namespace vg::app {

using Factory = Result<ActionPtr>(json::Arena& arena, json::Value arguments,
                                  const Environment& environment);

extern const shape::Shape kStartSessionArguments;
Factory make_start_session;

extern const shape::Shape kFindTripsArguments;
Factory make_find_trips;

extern const shape::Shape kReadTripArguments;
Factory make_read_trip;

extern const shape::Shape kCreateTripArguments;
Factory make_create_trip;

extern const shape::Shape kEditTripArguments;
Factory make_edit_trip;

extern const shape::Shape kRestoreTripArguments;
Factory make_restore_trip;

extern const shape::Shape kSaveClientArguments;
Factory make_save_client;

extern const shape::Shape kAddOptionsArguments;
Factory make_add_options;

extern const shape::Shape kRecommendOptionsArguments;
Factory make_recommend_options;

extern const shape::Shape kCheckTripArguments;
Factory make_check_trip;

extern const shape::Shape kGuideArguments;
Factory make_guide;

extern const shape::Shape kListTemplatesArguments;
Factory make_list_templates;

extern const shape::Shape kRenderTripArguments;
Factory make_render_trip;

extern const shape::Shape kPublishTripArguments;
Factory make_publish_trip;

extern const shape::Shape kManagePublicationArguments;
Factory make_manage_publication;

}  // namespace vg::app
