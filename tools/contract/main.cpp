// Writes the contract of the product from its descriptions into spec/, or checks that what is there
// is still true.
//
//   write_contract <folder>           writes the files
//   write_contract --check <folder>   exit 1 when a file differs
#include "base/digest.hpp"
#include "edge-api/endpoints.hpp"
#include "edge-api/openapi.hpp"
#include "json/parse.hpp"
#include "json/write.hpp"
#include "platform/folder/files.hpp"
#include "shape/schema.hpp"
#include "trip/description.hpp"

#include <iostream>
#include <map>
#include <string>

namespace {

using namespace vg;

std::string pretty(const std::string& compact) {
  json::Arena arena(256 * 1024);
  const auto value = json::parse(arena, compact);
  VG_ASSERT(value.has_value());
  return json::write_pretty(*value) + "\n";
}

// The files by their path in the folder.
std::map<std::string, std::string> contract() {
  app::Environment environment;
  environment.version = VG_VERSION;
  std::map<std::string, std::string> out;
  out["openapi.json"] = pretty(edge::openapi_document(environment));
  const gateway::Gateway gateway(environment, edge::mcp_endpoints());
  for (const gateway::McpEndpoint& endpoint : edge::mcp_endpoints()) {
    if (endpoint.path == "/mcp") continue;
    out["mcp/" + endpoint.path.substr(endpoint.path.rfind('/') + 1) + ".json"] =
        pretty(gateway.tools_json(endpoint.path));
  }
  // What a model is told, as one line per endpoint: a change of any word shows in a review.
  for (const gateway::McpEndpoint& endpoint : edge::mcp_endpoints())
    out["mcp/tools.sha256"] +=
        to_hex(sha256(gateway.tools_json(endpoint.path))) + "  " + endpoint.path + "\n";
  json::Arena arena(256 * 1024);
  out["schemas/trip.schema.json"] =
      json::write_pretty(shape::document_schema(arena, trip::kTrip, "trip.schema.json", "Trip")) +
      "\n";
  return out;
}

int write(const std::string& folder) {
  for (const auto& [path, content] : contract()) {
    const std::string file = std::string(folder).append("/").append(path);
    if (!folder::replace_file(file, content)) {
      std::cerr << "cannot write " << file << "\n";
      return 1;
    }
  }
  return 0;
}

int check(const std::string& folder) {
  int wrong = 0;
  for (const auto& [path, content] : contract()) {
    const std::string file = std::string(folder).append("/").append(path);
    if (folder::read_file(file) == content) continue;
    std::cerr << file << " is not what the program describes\n";
    wrong = 1;
  }
  if (wrong != 0)
    std::cerr << "Look at what changed for callers, then: build/release/write_contract spec\n";
  return wrong;
}

}  // namespace

int main(int argc, char** argv) {
  const bool checks = argc == 3 && std::string(argv[1]) == "--check";
  if (!checks && argc != 2) {
    std::cerr << "usage: write_contract [--check] <folder>\n";
    return 2;
  }
  return checks ? check(argv[2]) : write(argv[1]);
}
