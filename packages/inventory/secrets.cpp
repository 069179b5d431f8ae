// Secrets that are checked in: by the shape of a token, by a private key, by a name that says so.
// The value of one is nowhere: a fact has its place, its form and the name it is assigned to.
#include "inventory/secrets.hpp"

#include "base/text.hpp"
#include "inventory/scan.hpp"

#include <algorithm>
#include <array>

namespace vg::inventory {
namespace {

struct Shape {
  std::string_view prefix, form;
  std::size_t shortest;  // characters behind the prefix
  std::string_view infix = {};
};
constexpr std::array<Shape, 24> kShapes = {{
    {"AKIA", "AWS access key", 16},     {"ASIA", "AWS access key", 16},
    {"AIza", "Google key", 35},         {"GOCSPX-", "Google client secret", 20},
    {"SG.", "SendGrid key", 40},        {"dop_v1_", "DigitalOcean token", 40},
    {"eyJ", "JSON Web Token", 40, "."}, {"ghp_", "GitHub token", 36},
    {"gho_", "GitHub token", 36},       {"ghs_", "GitHub token", 36},
    {"ghu_", "GitHub token", 36},       {"github_pat_", "GitHub token", 40},
    {"glpat-", "GitLab token", 20},     {"hf_", "Hugging Face token", 30},
    {"npm_", "npm token", 36},          {"rk_live_", "Stripe key", 20},
    {"rnd_", "Render key", 28},         {"shpat_", "Shopify token", 32},
    {"sk-", "key of an LLM", 32},       {"sk_live_", "Stripe key", 20},
    {"whsec_", "webhook secret", 24},   {"xapp-", "Slack token", 30},
    {"xoxb-", "Slack token", 30},       {"xoxp-", "Slack token", 30},
}};

constexpr auto kStartsShape = [] {
  std::array<bool, 256> out = {};
  for (const Shape& shape : kShapes) out[static_cast<unsigned char>(shape.prefix[0])] = true;
  return out;
}();

bool is_token_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-';
}

bool is_name_character(char c) {
  return is_token_character(c);
}

// What stands for a value: not one.
bool is_placeholder(std::string_view value) {
  constexpr std::array<std::string_view, 15> kParts = {
      "${",          "{{",        "<",         "process.env", "your-",         "your_",
      "changeme",    "change-me", "change_me", "xxxx",        "user_provided", "****",
      "placeholder", "...",       "example-"};
  const std::string lower = to_lower_ascii(value);
  return std::ranges::any_of(
      kParts, [&](std::string_view part) { return lower.find(part) != std::string::npos; });
}

bool is_secret_name(std::string_view name) {
  constexpr std::array<std::string_view, 14> kParts = {
      "secret",  "token",    "password",    "passwd",     "apikey",     "api_key",        "api-key",
      "privkey", "auth_key", "private_key", "access_key", "credential", "encryption_key", "creds"};
  constexpr std::array<std::string_view, 5> kNot = {"tokens", "tokenizer", "max_token", "public",
                                                    "token_url"};
  const std::string lower = to_lower_ascii(name);
  const auto within = [&](std::string_view part) { return lower.find(part) != std::string::npos; };
  return std::ranges::any_of(kParts, within) && std::ranges::none_of(kNot, within);
}

// At least sixteen characters of a key's alphabet, letters and digits, few of them alike.
bool looks_random(std::string_view value) {
  constexpr std::size_t kShortest = 16, kDistinct = 9;
  if (value.size() < kShortest) return false;
  std::array<bool, 128> seen = {};
  bool digit = false, letter = false;
  for (const char c : value) {
    if (!is_token_character(c) && c != '+' && c != '/' && c != '=' && c != '.' && c != ':')
      return false;
    digit |= c >= '0' && c <= '9';
    letter |= (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    seen[static_cast<unsigned char>(c) & 127U] = true;
  }
  return digit && letter && static_cast<std::size_t>(std::ranges::count(seen, true)) >= kDistinct;
}

class Reader {
 public:
  Reader(const Source& source, Scan& out) : source_(source), out_(out) {}

  void run() {
    const bool assigns = source_.format != Format::markdown && source_.format != Format::sql;
    for (std::string_view rest = source_.text; !rest.empty();) {
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      line_ = rest.substr(0, end);
      ++number_;
      reported_ = false;
      take_shapes();
      if (!reported_ && assigns) take_assignments();
      rest = rest.substr(std::min(end + 1, rest.size()));
    }
  }

 private:
  void report(std::string_view form, std::string_view name) {
    if (reported_) return;  // one for a line: a key in a list of keys is one place to mend
    reported_ = true;
    add_fact(out_, Kind::secret, source_, number_, name).set("form", form);
  }

  void take_shapes() {
    for (std::size_t i = 0; i < line_.size() && !reported_; ++i) {
      const char c = line_[i];
      if (c == '-' && line_.substr(i).starts_with("-----BEGIN ")) take_private_key(i);
      if (c == ':' && line_.substr(i).starts_with("://")) take_address(i + 3);
      if (!kStartsShape[static_cast<unsigned char>(c)] ||
          (i > 0 && is_token_character(line_[i - 1])))
        continue;
      for (const Shape& shape : kShapes) take_shape(shape, i);
    }
  }

  void take_private_key(std::size_t i) {
    if (line_.substr(i).find("PRIVATE KEY-----") != std::string_view::npos)
      report("private key", name_before(i));
  }

  // `scheme://user:password@host`
  void take_address(std::size_t begin) {
    const std::string_view rest =
        line_.substr(begin, line_.find_first_of("/ \"'`<>", begin) - begin);
    const std::size_t at = rest.rfind('@'), colon = rest.find(':');
    if (at == std::string_view::npos || colon == std::string_view::npos || colon + 1 >= at) return;
    if (!is_placeholder(rest.substr(colon + 1, at - colon - 1)) &&
        rest.find('$') == std::string_view::npos)
      report("password in an address", name_before(begin));
  }

  void take_shape(const Shape& shape, std::size_t i) {
    if (line_[i] != shape.prefix[0] || i + 1 >= line_.size() || line_[i + 1] != shape.prefix[1] ||
        !line_.substr(i).starts_with(shape.prefix))
      return;
    std::size_t end = i + shape.prefix.size();
    while (end < line_.size() && (is_token_character(line_[end]) ||
                                  (!shape.infix.empty() && line_[end] == shape.infix[0]) ||
                                  (shape.prefix == "SG." && line_[end] == '.')))
      ++end;
    const std::string_view value = line_.substr(i, end - i);
    const bool has_infix = shape.infix.empty() || std::ranges::count(value, shape.infix[0]) >= 2;
    if (value.size() >= shape.prefix.size() + shape.shortest && has_infix && !is_placeholder(value))
      report(shape.form, name_before(i));
  }

  // The name that what stands at `i` is assigned to, if it is.
  std::string_view name_before(std::size_t i) const {
    std::string_view before = line_.substr(0, i);
    const std::size_t mark = before.find_last_of("=:");
    // A header has its name before the scheme of its value, an address before its own.
    const std::size_t first = before.find_first_of("=:");
    if (mark == std::string_view::npos) return {};
    const std::string_view name = assigned(before.substr(0, first));
    return name.empty() ? assigned(before.substr(0, mark)) : name;
  }

  static std::string_view assigned(std::string_view before) {
    before = trim(before);
    while (before.ends_with('"') || before.ends_with('\'') || before.ends_with('?'))
      before.remove_suffix(1);
    std::size_t begin = before.size();
    while (begin > 0 && is_name_character(before[begin - 1])) --begin;
    return before.substr(begin);
  }

  void take_assignments() {
    if (source_.format == Format::environment &&
        line_.find_first_not_of(" \t") != std::string_view::npos &&
        line_[line_.find_first_not_of(" \t")] == '#')
      return;
    for (std::size_t i = line_.find_first_of("=:"); i != std::string_view::npos && !reported_;
         i = line_.find_first_of("=:", i + 1)) {
      const std::string_view name = assigned(line_.substr(0, i));
      if (!name.empty() && is_secret_name(name)) take_value(name, trim(line_.substr(i + 1)));
    }
  }

  void take_value(std::string_view name, std::string_view value) {
    const char quote = value.empty() ? '\0' : value[0];
    const bool quoted = quote == '"' || quote == '\'' || quote == '`';
    if (quoted) {
      value = value.substr(1, value.find(quote, 1) - 1);
    } else {
      value = value.substr(0, value.find_first_of(" \t#,;"));
    }
    if (value.empty() || is_placeholder(value)) return;
    constexpr std::size_t kShortest = 8;
    if (source_.format == Format::environment && value.size() >= kShortest)
      return report("value in an environment file", name);
    const bool literal = quoted || source_.format == Format::yaml ||
                         source_.format == Format::toml || source_.format == Format::other;
    if (literal && looks_random(value)) report("random text in a secret's name", name);
  }

  const Source& source_;
  Scan& out_;
  std::string_view line_;
  int number_ = 0;
  bool reported_ = false;
};

constexpr std::string_view kHidden = "(hidden)";

// Longer and more mixed than any name that a person gives.
bool is_surely_random(std::string_view run) {
  constexpr std::size_t kShortest = 32;
  constexpr std::ptrdiff_t kDigits = 3;
  const auto within = [&](char first, char last) {
    return std::ranges::count_if(run, [&](char c) { return c >= first && c <= last; });
  };
  return run.size() >= kShortest && within('0', '9') >= kDigits && within('a', 'z') > 0 &&
         within('A', 'Z') > 0;
}

bool has_shape(std::string_view run) {
  return std::ranges::any_of(kShapes, [&](const Shape& shape) {
    return run.starts_with(shape.prefix) &&
           run.size() >= shape.prefix.size() + std::min<std::size_t>(shape.shortest, 16) &&
           shape.infix.empty();
  });
}

void hide(std::string& text, std::size_t begin, std::size_t end) {
  text.replace(begin, end - begin, kHidden);
}

void hide_in_addresses(std::string& text) {
  for (std::size_t at = text.find("://"); at != std::string::npos; at = text.find("://", at + 3)) {
    std::size_t end = std::min(text.find_first_of(" \"'`<>", at), text.size());
    const std::size_t query = text.find('?', at);
    if (query < end) hide(text, query + 1, end);
    end = std::min(text.find_first_of("/ \"'`<>?", at + 3), text.size());
    const std::size_t user = text.rfind('@', end);
    if (user != std::string::npos && user > at + 3 && user < end) hide(text, at + 3, user);
  }
}

// `NAME=value`, `name: value`, `--name value`.
void hide_assigned(std::string& text) {
  for (std::size_t i = text.find_first_of("=: "); i != std::string::npos;
       i = text.find_first_of("=: ", i + 1)) {
    std::size_t begin = i;
    while (begin > 0 && is_name_character(text[begin - 1])) --begin;
    const std::string_view name = std::string_view(text).substr(begin, i - begin);
    if (!is_secret_name(name) || (text[i] == ' ' && !name.starts_with("--"))) continue;
    const std::size_t value = text.find_first_not_of(" \"'", i + 1);
    if (value == std::string::npos) return;
    hide(text, value, std::min(text.find_first_of(" \"'&,;", value), text.size()));
  }
}

void hide_runs(std::string& text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::size_t end = i;
    while (end < text.size() && is_token_character(text[end])) ++end;
    const std::string_view run = std::string_view(text).substr(i, end - i);
    if (has_shape(run) || is_surely_random(run)) {
      hide(text, i, end);
      end = i + kHidden.size();
    }
    i = end;
  }
}

bool is_lock_file(std::string_view name) {
  return name == "package-lock.json" || name == "yarn.lock" || name == "pnpm-lock.yaml" ||
         name.ends_with(".lock");
}

}  // namespace

std::string without_secrets(std::string_view text) {
  std::string out(text);
  hide_in_addresses(out);
  hide_assigned(out);
  hide_runs(out);
  return out;
}

void scan_secrets(const Source& source, Scan& out) {
  if (!is_lock_file(file_name(source.path))) Reader(source, out).run();
}

}  // namespace vg::inventory
