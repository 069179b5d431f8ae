#include "inventory/source.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>

namespace vg::inventory {
namespace {

struct Ending {
  std::string_view text;
  Format format;
};
constexpr std::array<Ending, 17> kEndings = {{{".js", Format::script},
                                              {".mjs", Format::script},
                                              {".cjs", Format::script},
                                              {".jsx", Format::script},
                                              {".ts", Format::script},
                                              {".mts", Format::script},
                                              {".cts", Format::script},
                                              {".tsx", Format::script},
                                              {".json", Format::json},
                                              {".jsonc", Format::json},
                                              {".yaml", Format::yaml},
                                              {".yml", Format::yaml},
                                              {".toml", Format::toml},
                                              {".sql", Format::sql},
                                              {".env", Format::environment},
                                              {".dev.vars", Format::environment},
                                              {".md", Format::markdown}}};

constexpr std::array<std::string_view, 18> kVendored = {"node_modules",  ".git",
                                                        "dist",          "build",
                                                        "vendor",        "vendored",
                                                        ".wrangler",     ".next",
                                                        "out",           "coverage",
                                                        ".cache",        ".turbo",
                                                        "third_party",   "bower_components",
                                                        ".venv",         "__pycache__",
                                                        ".parcel-cache", ".svn"};

constexpr std::array<std::string_view, 36> kBinary = {
    ".png", ".jpg", ".jpeg",  ".gif",    ".webp", ".ico",  ".avif", ".bmp",  ".pdf",
    ".zip", ".gz",  ".tgz",   ".bz2",    ".xz",   ".7z",   ".tar",  ".woff", ".woff2",
    ".ttf", ".otf", ".eot",   ".mp3",    ".mp4",  ".mov",  ".webm", ".wasm", ".so",
    ".dll", ".exe", ".dylib", ".sqlite", ".db",   ".node", ".jar",  ".map",  ".svg"};

bool is_wrangler(std::string_view name) {
  return name.starts_with("wrangler") && !name.ends_with(".md");
}

}  // namespace

std::string_view file_name(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

std::string_view folder_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

Format format_of(std::string_view path) {
  const std::string_view name = file_name(path);
  if (name.starts_with(".env") || name.starts_with(".dev.vars")) return Format::environment;
  for (const Ending& ending : kEndings)
    if (name.ends_with(ending.text)) return ending.format;
  return Format::other;
}

bool is_document(std::string_view path) {
  const std::string_view name = file_name(path);
  switch (format_of(path)) {
    case Format::yaml: return true;
    case Format::toml: return is_wrangler(name);
    case Format::json:
      return is_wrangler(name) || name == "package.json" ||
             name.find("mcp") != std::string_view::npos || name == "claude_desktop_config.json";
    case Format::other:
    case Format::script:
    case Format::sql:
    case Format::environment:
    case Format::markdown: return false;
  }
  return false;
}

bool is_vendored_folder(std::string_view name) {
  return std::ranges::find(kVendored, name) != kVendored.end();
}

bool is_binary_name(std::string_view path) {
  return std::ranges::any_of(kBinary, [&](std::string_view end) { return path.ends_with(end); });
}

bool has_binary_start(std::string_view text) {
  constexpr std::size_t kStart = 8'192;
  return text.substr(0, kStart).find('\0') != std::string_view::npos;
}

bool is_minified(std::string_view path, std::string_view text) {
  const std::string_view name = file_name(path);
  if (name.ends_with(".min.js") || name.ends_with(".min.css") || name.ends_with(".bundle.js"))
    return true;
  constexpr std::size_t kSmallest = 20'000, kLongestLines = 500;
  if (text.size() < kSmallest || format_of(path) != Format::script) return false;
  const auto lines = static_cast<std::size_t>(std::ranges::count(text, '\n')) + 1;
  return text.size() / lines > kLongestLines;
}

int Source::line_at(std::size_t offset) const {
  return 1 + static_cast<int>(std::ranges::count(text.substr(0, offset), '\n'));
}

}  // namespace vg::inventory
