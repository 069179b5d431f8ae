// Names and schemas of the fixtures.
#include "json/parse.hpp"
#include "tests/conformance/server/fixture.hpp"

namespace vg::conformance {

namespace {

constexpr std::string_view kNothing = R"({"type":"object","additionalProperties":false})";

struct Row {
  std::string_view name, description;
  std::string_view schema = kNothing;
};

constexpr Row kTools[] = {
    {"test_simple_text", "One text"},
    {"test_image_content", "An image"},
    {"test_audio_content", "A sound"},
    {"test_embedded_resource", "A resource inside the result"},
    {"test_multiple_content_types", "A text, an image and a resource"},
    {"test_error_handling", "Fails"},
    {"test_tool_with_progress", "Tells how far it is"},
    {"json_schema_2020_12_tool", "Has a schema with many keywords",
     R"({"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object",
     "$defs":{"address":{"$anchor":"addressDef","type":"object","properties":{"street":{"type":"string"},"city":{"type":"string"}}}},
     "properties":{"name":{"type":"string"},"address":{"$ref":"#/$defs/address"},"contactMethod":{"type":"string","enum":["phone","email"]},
     "phone":{"type":"string"},"email":{"type":"string"}},
     "allOf":[{"anyOf":[{"required":["phone"]},{"required":["email"]}]}],
     "if":{"properties":{"contactMethod":{"const":"phone"}},"required":["contactMethod"]},"then":{"required":["phone"]},"else":{"required":["email"]},
     "additionalProperties":false})"},
    {"test_tool_with_logging", "Writes to the log of the client"},
    {"test_sampling", "Asks the model of the client",
     R"({"type":"object","properties":{"prompt":{"type":"string"}},"required":["prompt"]})"},
    {"test_elicitation", "Asks the person",
     R"({"type":"object","properties":{"message":{"type":"string"}},"required":["message"]})"},
    {"test_elicitation_sep1034_defaults", "Asks with values filled in"},
    {"test_elicitation_sep1330_enums", "Asks for choices of five kinds"},
    {"test_missing_capability", "Needs a client that samples"},
    {"test_streaming_elicitation", "Asks the person in a stream"},
    {"test_logging_tool", "Would write to the log of the client"},
    {"test_trigger_tool_change", "Says that the tools have changed"},
    {"test_trigger_prompt_change", "Says that the prompts have changed"},
    {"test_x_mcp_header", "Has an argument that is a header too",
     R"({"type":"object","properties":{"region":{"type":"string","x-mcp-header":"Region"}}})"},
    {"test_input_required_result_elicitation", "Asks the person and goes on"},
    {"test_input_required_result_sampling", "Asks the model and goes on"},
    {"test_input_required_result_list_roots", "Asks for roots and goes on"},
    {"test_input_required_result_request_state", "Wants its state back"},
    {"test_input_required_result_multiple_inputs", "Asks for three things at once"},
    {"test_input_required_result_multi_round", "Asks twice"},
    {"test_input_required_result_tampered_state", "Refuses a state that was changed"},
    {"test_input_required_result_capabilities", "Asks only for what the client can do"},
};

}  // namespace

mcp::Server make_fixture_server() {
  json::Arena arena;
  mcp::Offer offer;
  for (const Row& row : kTools)
    offer.tools.push_back({.name = row.name,
                           .title = {},
                           .description = row.description,
                           .input_schema = *json::parse(arena, row.schema),
                           .output_schema = {},
                           .hints = {.read_only = true}});
  offer.prompts = {
      {"test_simple_prompt", {}, "One message", {}},
      {"test_prompt_with_arguments",
       {},
       "Repeats its arguments",
       {{"arg1", "The first", true}, {"arg2", "The second", true}}},
      {"test_prompt_with_embedded_resource",
       {},
       "Holds a resource",
       {{"resourceUri", "Of the resource", true}}},
      {"test_prompt_with_image", {}, "Holds an image", {}},
      {"test_input_required_result_prompt", {}, "Asks the person first", {}},
  };
  offer.resources = {
      {"test://static-text", "static-text", {}, "A text", "text/plain"},
      {"test://static-binary", "static-binary", {}, "An image", "image/png"},
      {"test://watched-resource", "watched-resource", {}, "May be followed", "text/plain"},
  };
  offer.templates = {
      {"test://template/{id}/data", "template", {}, "Data of an id", "application/json"}};
  offer.completions = true;
  offer.logging = true;
  offer.tools_change = true;
  offer.prompts_change = true;
  offer.resources_change = true;
  offer.resources_are_followed = true;
  return mcp::Server(
      {.name = "voygent-conformance", .title = {}, .version = "1.0.0", .instructions = {}}, offer);
}

}  // namespace vg::conformance
