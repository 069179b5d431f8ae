#include "app/use_cases.hpp"

#include "app/answers.hpp"
#include "app/factories.hpp"
#include "shape/check.hpp"

#include <array>

namespace vg::app {

std::span<const UseCase> use_cases() {
  static constexpr std::array<UseCase, 15> kAll = {{
      {"start_session", &kStartSessionArguments, &kStartSessionAnswer, &make_start_session},
      {"find_trips", &kFindTripsArguments, &kFindTripsAnswer, &make_find_trips},
      {"read_trip", &kReadTripArguments, &kReadTripAnswer, &make_read_trip},
      {"create_trip", &kCreateTripArguments, &kWrittenAnswer, &make_create_trip},
      {"edit_trip", &kEditTripArguments, &kWrittenAnswer, &make_edit_trip},
      {"restore_trip", &kRestoreTripArguments, &kWrittenAnswer, &make_restore_trip},
      {"save_client", &kSaveClientArguments, &kSaveClientAnswer, &make_save_client},
      {"add_options", &kAddOptionsArguments, &kWrittenAnswer, &make_add_options},
      {"recommend_options", &kRecommendOptionsArguments, &kRecommendOptionsAnswer,
       &make_recommend_options},
      {"check_trip", &kCheckTripArguments, &kCheckTripAnswer, &make_check_trip},
      {"guide", &kGuideArguments, &kGuideAnswer, &make_guide},
      {"list_templates", &kListTemplatesArguments, &kListTemplatesAnswer, &make_list_templates},
      {"render_trip", &kRenderTripArguments, &kRenderTripAnswer, &make_render_trip},
      {"publish_trip", &kPublishTripArguments, &kPublishTripAnswer, &make_publish_trip},
      {"manage_publication", &kManagePublicationArguments, &kManagePublicationAnswer,
       &make_manage_publication},
  }};
  return kAll;
}

const UseCase* find_use_case(std::string_view name) {
  for (const UseCase& use_case : use_cases())
    if (use_case.name == name) return &use_case;
  return nullptr;
}

Result<ActionPtr> make_action(const UseCase& use_case, json::Arena& arena, json::Value arguments,
                              const Environment& environment) {
  VG_CHECK(shape::check_arguments(arguments, *use_case.arguments));
  return use_case.make(arena, arguments, environment);
}

}  // namespace vg::app
