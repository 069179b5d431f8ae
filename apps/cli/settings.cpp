#include "apps/cli/settings.hpp"

#include "base/text.hpp"
#include "platform/folder/files.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <toml++/toml.h>
#include <unistd.h>

namespace vg::cli {
namespace {

constexpr std::array<SettingRow, 28> kRows = {{
    {"database", "voygent.db", "SQLite file; made when it is missing"},
    {"durability", "safe",
     "safe: a stored change survives the loss of power; fast: of the process"},
    {"tenant", "default", "Whose trips commands and stdio work on"},
    {"host", "127.0.0.1", "Address to listen on, or unix:/path/of/the.sock"},
    {"port", "8787", "Port to listen on; 0 for a free one"},
    {"threads", "2", "Event loops of the server"},
    {"public-url", "", "How the server is reached from outside, for preview links"},
    {"allowed-hosts", "", "Host names that the server answers to, with commas"},
    {"allowed-origins", "", "Origins of web pages that may call it, with commas"},
    {"trusted-proxies", "",
     "Whose X-Forwarded-For is believed: addresses, networks, unix; with commas"},
    {"rate-token", "100", "Requests per second of one token; ten times as many at once; 0: any"},
    {"rate-address", "200",
     "Requests per second of one address; ten times as many at once; 0: any"},
    {"rate-failures", "10", "Wrong tokens per minute of one address, as many at once; 0: any"},
    {"connections-per-address", "2048", "Connections of one address at a time; 0: any"},
    {"oauth-issuer", "", "Authorization server whose tokens are accepted too; none unless given"},
    {"oauth-keys", "", "File with its public keys (JWKS); read again when it changes"},
    {"oauth-audience", "", "What its tokens name as their audience [the public address]"},
    {"site-staging", "", "Where staging pages go: a folder, or a Git address with #branch"},
    {"site-staging-url", "", "Where staging pages are read"},
    {"site-production", "", "Where production pages go"},
    {"site-production-url", "", "Where production pages are read"},
    {"site-production-mirror", "",
     "A second place that production pages go to, while two systems are in use"},
    {"otlp-endpoint", "",
     "OpenTelemetry collector for traces and metrics over HTTP, such as http://127.0.0.1:4318"},
    {"log-level", "info", "debug, info, warning or error"},
    {"site-token", "", "Access to the Git sites over HTTPS", true},
    {"token", "", "Token of the caller, for stdio; without it the tenant of this machine", true},
    {"otlp-headers", "", "Headers for the collector: name=value, with commas", true},
    {"secret", "", "Signs preview links; kept beside the database unless given", true},
}};

std::string underscored(std::string_view name) {
  std::string out(name);
  std::ranges::replace(out, '-', '_');
  return out;
}

std::string variable(std::string_view name) {
  std::string out = "VOYGENT_";
  for (char c : underscored(name)) out += c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  return out;
}

const SettingRow* find_row(std::string_view key) {
  for (const SettingRow& row : kRows)
    if (underscored(row.name) == key) return &row;
  return nullptr;
}

Error in_file(const std::string& file, std::string message) {
  return {ErrorCode::invalid, file + ": " + std::move(message), {}};
}

std::string known_settings() {
  std::string out;
  for (const SettingRow& row : kRows)
    if (!row.secret) out += (out.empty() ? "" : ", ") + underscored(row.name);
  return out;
}

std::string is_secret(const std::string& given, const SettingRow& row) {
  const std::string name = variable(row.name);
  return given + " is a secret: give it as " + name + " or " + name + "_FILE";
}

// A text, a whole number or a list of them as one text; nothing for another type.
std::optional<std::string> text_of(const toml::node& node) {
  if (const auto* list = node.as_array()) {
    std::string out;
    for (const toml::node& item : *list) {
      const auto text = text_of(item);
      if (!text) return std::nullopt;
      out += (out.empty() ? "" : ",") + *text;
    }
    return out;
  }
  if (auto text = node.value_exact<std::string>()) return text;
  if (const auto number = node.value_exact<std::int64_t>()) return std::to_string(*number);
  return std::nullopt;
}

Result<std::map<std::string, Setting, std::less<>>> read_toml(const std::string& file) {
  std::map<std::string, Setting, std::less<>> out;
  const auto content = folder::read_file(file);
  if (!content) return in_file(file, "there is no such file");
  toml::table table;
  try {
    table = toml::parse(*content, file);
  } catch (const toml::parse_error& error) {
    return in_file(file, std::string(error.description()) + ", line " +
                             std::to_string(error.source().begin.line));
  }
  for (const auto& [key, node] : table) {
    const SettingRow* row = find_row(key.str());
    if (row == nullptr)
      return in_file(file, "there is no setting " + one_line(key.str(), 60) + "; there are " +
                               known_settings());
    if (row->secret) return in_file(file, is_secret(std::string(key.str()), *row));
    auto text = text_of(node);
    if (!text) return in_file(file, std::string(key.str()) + " is to be a text or a whole number");
    out[std::string(row->name)] = {std::move(*text), file};
  }
  return out;
}

Result<Setting> from_environment(const SettingRow& row, Setting present) {
  const std::string name = variable(row.name);
  if (const char* value = std::getenv(name.c_str())) return Setting{value, name};
  if (!row.secret) return present;
  const std::string file_name = name + "_FILE";
  const char* path = std::getenv(file_name.c_str());
  if (path == nullptr) return present;
  const auto content = folder::read_file(path);
  if (!content)
    return Error{ErrorCode::invalid, file_name + " names a file that cannot be read", {}};
  return Setting{std::string(trim(*content)), file_name};
}

}  // namespace

std::span<const SettingRow> setting_rows() {
  return kRows;
}

Result<Settings> Settings::load(const std::map<std::string, std::string>& flags,
                                const std::string& file) {
  Settings out;
  for (const SettingRow& row : kRows)
    out.values_[std::string(row.name)] = {std::string(row.fallback), "default"};
  const std::string usual = "voygent.toml";
  if (!file.empty() || std::filesystem::exists(usual)) {
    VG_TRY(const auto from_file, read_toml(file.empty() ? usual : file));
    for (const auto& [name, setting] : from_file) out.values_[name] = setting;
  }
  for (const SettingRow& row : kRows) {
    Setting& setting = out.values_[std::string(row.name)];
    VG_TRY(setting, from_environment(row, setting));
  }
  for (const auto& [name, value] : flags) {
    const SettingRow* row = find_row(underscored(name));
    VG_ASSERT(row != nullptr);
    if (row->secret) return Error{ErrorCode::invalid, is_secret("--" + name, *row), {}};
    out.values_[name] = {value, "--" + name};
  }
  if (out.text("database").empty()) return out.wrong("database", "the name of a file");
  return out;
}

const Setting& Settings::get(std::string_view name) const {
  const auto at = values_.find(name);
  VG_ASSERT(at != values_.end());
  return at->second;
}

std::vector<std::string> Settings::list(std::string_view name) const {
  std::vector<std::string> out;
  for (std::string_view part : split(text(name), ','))
    if (!trim(part).empty()) out.emplace_back(trim(part));
  return out;
}

Result<std::int64_t> Settings::integer(std::string_view name, std::int64_t least,
                                       std::int64_t most) const {
  const auto number = parse_integer(text(name));
  if (number && *number >= least && *number <= most) return *number;
  return wrong(name,
               "a whole number from " + std::to_string(least) + " to " + std::to_string(most));
}

Result<std::string> Settings::choice(std::string_view name, std::string_view words) const {
  for (std::string_view word : split(words, ' '))
    if (text(name) == word) return std::string(word);
  return wrong(name, "one of " + std::string(words));
}

std::vector<std::string> Settings::unknown_variables() {
  std::vector<std::string> out;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    std::string name(text.substr(0, text.find('=')));
    if (!name.starts_with("VOYGENT_")) continue;
    const bool known = std::ranges::any_of(kRows, [&](const SettingRow& row) {
      return name == variable(row.name) || (row.secret && name == variable(row.name) + "_FILE");
    });
    if (!known) out.push_back(std::move(name));
  }
  return out;
}

Error Settings::wrong(std::string_view name, const std::string& expected) const {
  const Setting& setting = get(name);
  return {ErrorCode::invalid,
          std::string(name) + " from " + setting.source + ": " + expected + " is expected, not \"" +
              one_line(setting.value, 60) + "\"",
          {}};
}

}  // namespace vg::cli
