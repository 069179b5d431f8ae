// Commands that call one use case: a row each. Options come from the arguments of the use case.
#include "app/preview.hpp"
#include "app/use_cases.hpp"
#include "apps/cli/call.hpp"
#include "apps/cli/program.hpp"
#include "base/text.hpp"
#include "json/parse.hpp"
#include "json/write.hpp"
#include "platform/folder/files.hpp"
#include "shape/typed.hpp"

#include <algorithm>
#include <iostream>

namespace vg::cli {
namespace {

using json::Value;

struct ToolCommand {
  std::string_view name, use_case, doc;
  std::string_view positionals;  // names of arguments that stand without a flag, in order
  std::string_view preset_name = {}, preset_value = {};
};

// clang-format off
constexpr ToolCommand kTripCommands[] = {
    {"today", "start_session", "Recent trips and what needs attention", ""},
    {"list", "find_trips", "Search and list trips", "query"},
    {"show", "read_trip", "Show a trip: --view summary, sections, full, private, history or diff", "trip_id"},
    {"history", "read_trip", "The changes of a trip, newest first", "trip_id", "view", "history"},
    {"diff", "read_trip", "What differs from a version, or from the one before, to another or the present one", "trip_id since version", "view", "diff"},
    {"create", "create_trip", "Store a trip: a document in a file, or --title; --copy-of another", "document"},
    {"edit", "edit_trip", "Apply a JSON list of operations, all or none", "trip_id operations"},
    {"restore", "restore_trip", "Undo the last change, or go back to a version", "trip_id version"},
    {"check", "check_trip", "Contradictions, gaps, holds, private text", "trip_id"},
    {"add-options", "add_options", "Store a JSON list of captured offers", "trip_id options"},
    {"recommend", "recommend_options", "Low, medium and high picks of the stored offers", "trip_id"},
    {"client", "save_client", "Create or change a client: {\"name\": …, \"email\": …}", "client"},
};
constexpr ToolCommand kPublish = {"publish", "publish_trip", "Publish the page of a trip; --target production after staging", "trip_id"};
constexpr ToolCommand kRender = {"render", "render_trip", "Render the page of a trip and say what it does not show", "trip_id"};
// clang-format on

bool is_structured(shape::Kind kind) {
  switch (kind) {
    case shape::Kind::object:
    case shape::Kind::list:
    case shape::Kind::items:
    case shape::Kind::record:
    case shape::Kind::records:
    case shape::Kind::any: return true;
    default: return false;
  }
}

std::string flag_of(std::string_view name) {
  std::string out = "--" + std::string(name);
  std::ranges::replace(out, '_', '-');
  return out;
}

using Given = std::map<std::string, std::string, std::less<>>;

std::string doc_of(const shape::Field& field) {
  std::string out(field.doc);
  if (field.kind == shape::Kind::choice) {
    std::string words(field.words);
    std::ranges::replace(words, ' ', '|');
    out = words + (out.empty() ? "" : "; " + out);
  }
  if (is_structured(field.kind))
    out += out.empty() ? "JSON, or a file, or -" : "; JSON, or a file, or -";
  return out;
}

void add_arguments(CLI::App& command, const ToolCommand& row, const std::shared_ptr<Given>& given) {
  const shape::Shape& shape = *app::find_use_case(row.use_case)->arguments;
  const auto store = [given](const std::string& name) {
    return [given, name](const std::string& value) { (*given)[name] = value; };
  };
  const auto positionals = split(row.positionals, ' ');
  for (std::string_view name : positionals) {
    if (name.empty()) continue;
    const shape::Field& field = *shape.find(name);
    CLI::Option* option = command.add_option_function<std::string>(
        std::string(name), store(std::string(name)), doc_of(field));
    if (field.required) option->required();
  }
  for (const shape::Field& field : shape.fields) {
    const bool stands = std::ranges::find(positionals, field.name) != positionals.end();
    if (stands || field.name == row.preset_name) continue;
    if (field.kind == shape::Kind::flag) {
      command.add_flag_callback(
          flag_of(field.name), [given, name = std::string(field.name)] { (*given)[name] = "true"; },
          doc_of(field));
    } else {
      command.add_option_function<std::string>(flag_of(field.name), store(std::string(field.name)),
                                               doc_of(field));
    }
  }
}

// JSON as it stands in the argument, or in the file that the argument names.
Result<Value> structured(json::Arena& arena, std::string_view text) {
  const std::string_view begin = trim(text);
  if (begin.starts_with('{') || begin.starts_with('[')) return json::parse(arena, arena.copy(text));
  VG_TRY(const std::string content, read_input(std::string(text)));
  auto value = json::parse(arena, arena.copy(content));
  if (!value) {
    Error error = value.error();
    error.message = std::string(text) + ": " + error.message;
    return error;
  }
  return value;
}

Result<Value> arguments_of(json::Arena& arena, const ToolCommand& row, const Given& given) {
  const shape::Shape& shape = *app::find_use_case(row.use_case)->arguments;
  json::ObjectBuilder out(arena);
  if (!row.preset_name.empty()) out.add(row.preset_name, Value(row.preset_value));
  for (const auto& [name, text] : given) {
    const shape::Field& field = *shape.find(name);
    Value value;
    if (is_structured(field.kind)) {
      VG_TRY(value, structured(arena, text));
    } else {
      value = shape::typed(arena, text, field);
    }
    out.add(field.name, value);
  }
  return out.finish();
}

Result<app::Reply> call(Installation& installation, const ToolCommand& row, const Given& given) {
  json::Arena arena(64 * 1024);
  VG_TRY(const Value arguments, arguments_of(arena, row, given));
  VG_TRY(app::ActionPtr action, app::make_action(*app::find_use_case(row.use_case), arena,
                                                 arguments, installation.environment));
  return run_action(installation, std::move(action));
}

Status call_and_print(const Program& program, const ToolCommand& row, const Given& given) {
  VG_TRY(const auto installation, program.open());
  VG_TRY(const app::Reply reply, call(*installation, row, given));
  std::cout << (program.json ? reply.data : reply.text);
  if (program.json || !reply.text.ends_with('\n')) std::cout << "\n";
  return Done();
}

CLI::App* add_tool(CLI::App& parent, Program& program, const ToolCommand& row) {
  CLI::App* command = parent.add_subcommand(std::string(row.name), std::string(row.doc));
  auto given = std::make_shared<Given>();
  add_arguments(*command, row, given);
  program.on(*command, [&program, &row, given] { return call_and_print(program, row, *given); });
  return command;
}

}  // namespace

void add_trip(CLI::App& app, Program& program) {
  CLI::App* group = app.add_subcommand("trip", "Read and change trips");
  group->require_subcommand(1);
  group->fallthrough();
  for (const ToolCommand& row : kTripCommands) add_tool(*group, program, row);
  group->footer(
      "Examples:\n"
      "  voygent trip create lisbon.json\n"
      "  voygent trip create --title \"Azores\" --client '{\"name\": \"Ana Reis\"}'\n"
      "  voygent trip edit t_… '[{\"op\": \"set\", \"path\": \"meta/title\", \"value\": \"Azores "
      "in "
      "May\"}]'\n"
      "  voygent trip list azores --phase proposal");
}

void add_render(CLI::App& app, Program& program) {
  CLI::App* command = app.add_subcommand("render", std::string(kRender.doc));
  auto given = std::make_shared<Given>();
  auto out = std::make_shared<std::string>();
  add_arguments(*command, kRender, given);
  command->add_option("-o,--out", *out, "Write the page to this file");
  program.on(*command, [&program, given, out]() -> Status {
    VG_TRY(const auto installation, program.open());
    VG_TRY(const app::Reply reply, call(*installation, kRender, *given));
    if (!out->empty()) {
      VG_TRY(const app::Reply page,
             run_action(*installation, app::make_page(installation->environment,
                                                      (*given)["trip_id"], (*given)["template"])));
      VG_CHECK(folder::replace_file(*out, page.html));
    }
    std::cout << (program.json ? reply.data + "\n" : reply.text);
    if (!out->empty() && !program.json) std::cout << "Written to " << *out << "\n";
    return Done();
  });
}

// publish, and what can be done with a publication: the same target, another use case.
void add_publish(CLI::App& app, Program& program) {
  static constexpr ToolCommand kManage = {"", "manage_publication", "", "trip_id"};
  static constexpr const char* kInsteadGroup = "Instead of publishing";
  CLI::App* command = app.add_subcommand("publish", std::string(kPublish.doc));
  auto given = std::make_shared<Given>();
  auto action = std::make_shared<std::string>();
  add_arguments(*command, kPublish, given);
  struct Instead {
    const char *flag, *action, *doc;
  };
  for (const Instead& instead : {Instead{"--status", "status", "What was published where"},
                                 Instead{"--rollback", "rollback", "Back to the page before"},
                                 Instead{"--takedown", "unpublish", "Take the page down"}}) {
    CLI::Option* flag = command->add_flag_callback(
        instead.flag, [action, instead] { *action = instead.action; }, instead.doc);
    for (CLI::Option* other : command->get_options(
             [](const CLI::Option* option) { return option->get_group() == kInsteadGroup; }))
      flag->excludes(other);
    flag->group(kInsteadGroup);
  }
  command
      ->add_option_function<std::string>(
          "--version", [given](const std::string& version) { (*given)["version"] = version; },
          "With --rollback: to the page of this version")
      ->needs("--rollback")
      ->group(kInsteadGroup);
  program.on(*command, [&program, given, action] {
    if (action->empty()) return call_and_print(program, kPublish, *given);
    Given managed = {{"action", *action}, {"trip_id", (*given)["trip_id"]}};
    for (const char* also : {"target", "version"})
      if (given->contains(also)) managed[also] = (*given)[also];
    return call_and_print(program, kManage, managed);
  });
}

void add_export(CLI::App& app, Program& program) {
  static constexpr ToolCommand kExport = {"export", "read_trip", "", "trip_id", "view", "private"};
  CLI::App* command = app.add_subcommand(
      "export", "Write a trip's whole document, private facts included, as JSON");
  auto given = std::make_shared<Given>();
  auto out = std::make_shared<std::string>();
  command
      ->add_option_function<std::string>(
          "trip_id", [given](const std::string& id) { (*given)["trip_id"] = id; })
      ->required();
  command->add_option("-o,--out", *out, "File; standard output unless said");
  command->footer("The file reads in again with `voygent trip create`.");
  program.on(*command, [&program, given, out]() -> Status {
    VG_TRY(const auto installation, program.open());
    VG_TRY(const app::Reply reply, call(*installation, kExport, *given));
    json::Arena arena(64 * 1024);
    VG_TRY(const Value data, json::parse(arena, reply.data));
    const std::string document = json::write_pretty(data.get("trip")) + "\n";
    if (!out->empty()) return folder::replace_file(*out, document);
    std::cout << document;
    return Done();
  });
}

}  // namespace vg::cli
