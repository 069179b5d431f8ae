// The scanners: each finds facts of its kinds in one file.
//
// To add one: its function here and in a file of its own, its row in scan.cpp.
#pragma once

#include "inventory/fact.hpp"
#include "inventory/source.hpp"

namespace vg::inventory {

using Facts = std::vector<Fact>;

// Handlers call functions of other files: which of its texts a switch hands to which functions, and
// what else only makes sense beside the other files of a service. No part of the output.
struct Hint {
  enum class Sort : std::uint8_t { dispatch, setting } sort;
  std::string name;    // the text of a case; the name of a setting that is used
  std::string target;  // the function that is called
  std::string file;
};

struct Scan {
  Facts facts;
  std::vector<Hint> hints;
};

// Everything that is to be known of one file. A document that could not be read is a problem of the
// caller, who knows why.
void scan(const Source& source, Scan& out);

Fact& add_fact(Scan& out, Kind kind, const Source& source, int line, std::string_view name);

void scan_wrangler(const Source& source, Scan& out);
void scan_package(const Source& source, Scan& out);
void scan_tools(const Source& source, Scan& out);
void scan_queries(const Source& source, Scan& out);
void scan_schema(const Source& source, Scan& out);
void scan_render(const Source& source, Scan& out);
void scan_workflow(const Source& source, Scan& out);
void scan_chat(const Source& source, Scan& out);
void scan_dockerfile(const Source& source, Scan& out);
void scan_compose(const Source& source, Scan& out);
void scan_apis(const Source& source, Scan& out);
void scan_secrets(const Source& source, Scan& out);
void scan_text(const Source& source, Scan& out);

}  // namespace vg::inventory
