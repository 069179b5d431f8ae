// What an installation is configured with: flags over environment (VOYGENT_<NAME>) over a
// `voygent.toml`. Secrets come from the environment only, as VOYGENT_<NAME> or from the file that
// VOYGENT_<NAME>_FILE names.
//
// To add a setting: one row in settings.cpp.
#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vg::cli {

struct SettingRow {
  std::string_view name;  // of the flag `--name`; with `_` for `-` in files and the environment
  std::string_view fallback;
  std::string_view doc;
  bool secret = false;
};
std::span<const SettingRow> setting_rows();

// One value and where it came from, for `voygent doctor`.
struct Setting {
  std::string value;
  std::string source;  // default, voygent.toml, VOYGENT_PORT, --port
};

class Settings {
 public:
  // `flags` holds what the command line gave. `file` is empty for a voygent.toml in the present
  // folder, if there is one. Errors: `invalid` with what is wrong and where.
  static Result<Settings> load(const std::map<std::string, std::string>& flags,
                               const std::string& file);

  const Setting& get(std::string_view name) const;
  const std::string& text(std::string_view name) const { return get(name).value; }
  std::vector<std::string> list(std::string_view name) const;  // separated by commas
  // Errors: `invalid` when it is no whole number from least to most.
  Result<std::int64_t> integer(std::string_view name, std::int64_t least, std::int64_t most) const;
  // Errors: `invalid` when it is none of the words.
  Result<std::string> choice(std::string_view name, std::string_view words) const;
  // Variables of the environment that look like settings and are none.
  static std::vector<std::string> unknown_variables();
  // Names the setting, where it came from, and what is expected instead.
  Error wrong(std::string_view name, const std::string& expected) const;

 private:
  std::map<std::string, Setting, std::less<>> values_;
};

}  // namespace vg::cli
