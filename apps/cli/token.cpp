#include "apps/cli/authorization.hpp"
#include "apps/cli/program.hpp"
#include "base/digest.hpp"
#include "base/text.hpp"
#include "json/write.hpp"
#include "oauth/claims.hpp"
#include "oauth/subject.hpp"
#include "platform/host/world.hpp"
#include "store/statements.hpp"

#include <iomanip>
#include <iostream>

namespace vg::cli {
namespace {

constexpr std::int64_t kDayMs = 24 * 60 * 60 * 1000;
constexpr std::size_t kHashShown = 12;  // enough to revoke by

Result<std::string> checked_scopes(const std::string& given) {
  std::string out;
  for (std::string_view part : split(given, ',')) {
    const std::string scope(trim(part));
    bool known = false;
    for (std::string_view word : split(kScopes, ' ')) known = known || word == scope;
    if (!known)
      return Error{ErrorCode::invalid,
                   "\"" + one_line(scope, 40) + "\" is no scope; give some of " +
                       std::string(kScopes) + ", with commas",
                   {}};
    out += (out.empty() ? "" : " ") + scope;
  }
  return out;
}

struct NewToken {
  std::string name;     // empty: the subject
  std::string subject;  // whom to admit; empty: a token is made
  std::string scopes = "read,write,publish";
  int days = 0;         // 0: until it is revoked
  bool as_sql = false;  // for a database that this program does not reach
};

// Stores a row of the table of tokens.
Result<store::Rows> insert(const Installation& installation, const NewToken& wanted,
                           std::string_view statement, const std::string& scopes,
                           const std::string& hash) {
  const Context context = local_context(installation);
  const std::int64_t expires = wanted.days == 0 ? 0 : context.now.ms + wanted.days * kDayMs;
  store::Batch batch;
  batch.read_only = false;
  batch.add(statement, context,
            {store::cell(hash), store::cell(wanted.name), store::cell(scopes),
             wanted.days == 0 ? store::Cell() : store::Cell(expires)});
  return installation.database->run(std::move(batch));
}

Status check_name(const NewToken& wanted) {
  if (wanted.name.empty() || wanted.name.size() > 80 || !is_utf8(wanted.name))
    return Error{ErrorCode::invalid, "a name of 1 to 80 characters is needed", {}};
  return Done();
}

// A subject of the authorization server from now on comes in with its own tokens.
Status admit(const Program& program, NewToken wanted) {
  VG_TRY(const std::string scopes, checked_scopes(wanted.scopes));
  if (!oauth::is_subject(wanted.subject))
    return Error{ErrorCode::invalid, "a subject has 1 to 255 characters on one line", {}};
  VG_TRY(const Settings settings, program.settings());
  VG_TRY(const std::string issuer, issuer_of(settings));
  if (issuer.empty())
    return settings.wrong("oauth-issuer", "the authorization server that names the subject");
  if (wanted.name.empty()) wanted.name = wanted.subject;
  VG_CHECK(check_name(wanted));
  VG_TRY(const auto installation, program.open());
  const std::string hash = oauth::subject_hash(issuer, wanted.subject);
  VG_TRY(const store::Rows rows, insert(*installation, wanted, store::kAdmitSubject, scopes, hash));
  if (rows[0].empty())
    return Error{ErrorCode::conflict,
                 "this subject is admitted already, here or for another tenant; revoke that first",
                 {}};
  const std::string shown = hash.substr(0, kHashShown);
  if (program.json) {
    json::Arena arena;
    std::cout << json::write(json::ObjectBuilder(arena)
                                 .add_copy("hash", shown)
                                 .add_copy("subject", wanted.subject)
                                 .add_copy("name", wanted.name)
                                 .add_copy("scopes", scopes)
                                 .finish())
              << "\n";
  } else {
    std::cout << "Admitted \"" << one_line(wanted.name, 80) << "\" to " << installation->tenant
              << " as " << shown << ", scopes " << scopes
              << ", as far as the tokens of the authorization server allow them.\n";
  }
  return Done();
}

std::string sql_text(std::string_view text) {
  std::string out = "'";
  for (const char c : text) out.append(c == '\'' ? 2 : 1, c);
  return out + "'";
}

// The statement that makes the token on D1, for `wrangler d1 execute`; this database is not
// touched. The token itself goes to the other stream, so that it does not end up in the file.
Status create_as_sql(const Program& program, const NewToken& wanted, const std::string& scopes) {
  VG_TRY(const Settings settings, program.settings());
  VG_TRY(const std::string tenant, tenant_of(settings));
  const std::int64_t now = host::now().ms;
  const std::string token = host::make_token();
  const std::string expires =
      wanted.days == 0 ? "NULL" : std::to_string(now + wanted.days * kDayMs);
  const std::string sql =
      "INSERT INTO token (hash, tenant, name, scopes, created_at, expires_at) VALUES (" +
      sql_text(to_hex(sha256(token))) + ", " + sql_text(tenant) + ", " +
      sql_text(one_line(wanted.name, 80)) + ", " + sql_text(scopes) + ", " + std::to_string(now) +
      ", " + expires + ");";
  if (program.json) {
    std::cout << R"({"token":")" << token << R"(","sql":)" << json::quoted(sql) << "}\n";
  } else {
    std::cout << sql << "\n";
    std::cerr << token << "\n";
  }
  return Done();
}

Status create(const Program& program, const NewToken& wanted) {
  if (!wanted.subject.empty()) return admit(program, wanted);
  VG_TRY(const std::string scopes, checked_scopes(wanted.scopes));
  VG_CHECK(check_name(wanted));
  if (wanted.as_sql) return create_as_sql(program, wanted, scopes);
  VG_TRY(const auto installation, program.open());
  const std::string token = host::make_token();
  VG_CHECK(insert(*installation, wanted, store::kInsertToken, scopes, to_hex(sha256(token))));
  if (program.json) {
    std::string name;
    json::append_quoted(name, wanted.name);
    std::cout << R"({"token":")" << token << R"(","name":)" << name << R"(,"scopes":")" << scopes
              << "\"}\n";
  } else {
    std::cout << token << "\n" << std::flush;
    std::cerr << "Token \"" << one_line(wanted.name, 80) << "\" of " << installation->tenant
              << ", scopes " << scopes
              << ". It is shown this once; only its hash is kept.\n"
                 "Send it as the header  Authorization: Bearer <token>\n";
  }
  return Done();
}

std::string day_or(const store::ResultSet& rows, std::size_t row, std::size_t column,
                   std::string_view otherwise) {
  return rows.is_null(row, column) ? std::string(otherwise)
                                   : to_iso(Instant{rows.integer(row, column)});
}

void print_json(const store::ResultSet& rows) {
  json::Arena arena;
  json::ArrayBuilder list(arena);
  for (std::size_t i = 0; i < rows.size(); ++i)
    list.add(json::ObjectBuilder(arena)
                 .add_copy("hash", rows.text(i, 0).substr(0, kHashShown))
                 .add_copy("name", rows.text(i, 1))
                 .add_copy("scopes", rows.text(i, 2))
                 .add_copy("created", day_or(rows, i, 3, ""))
                 .add_copy("expires", day_or(rows, i, 4, ""))
                 .add_copy("revoked", day_or(rows, i, 5, ""))
                 .finish());
  std::cout << json::write(list.finish()) << "\n";
}

void print_table(const store::ResultSet& rows) {
  std::cout << std::left << std::setw(14) << "HASH" << std::setw(24) << "NAME" << std::setw(28)
            << "SCOPES" << std::setw(22) << "EXPIRES"
            << "STATE\n";
  for (std::size_t i = 0; i < rows.size(); ++i)
    std::cout << std::setw(14) << rows.text(i, 0).substr(0, kHashShown) << std::setw(24)
              << one_line(rows.text(i, 1), 22) << std::setw(28) << rows.text(i, 2) << std::setw(22)
              << day_or(rows, i, 4, "never") << (rows.is_null(i, 5) ? "valid" : "revoked") << "\n";
}

Status list(const Program& program) {
  VG_TRY(const auto installation, program.open());
  store::Batch batch;
  batch.add(store::kListTokens, local_context(*installation));
  VG_TRY(const store::Rows rows, installation->database->read(batch));
  program.json ? print_json(rows[0]) : print_table(rows[0]);
  return Done();
}

Status revoke(const Program& program, const std::string& which) {
  VG_TRY(const auto installation, program.open());
  store::Batch batch;
  batch.read_only = false;
  batch.add(store::kRevokeToken, local_context(*installation), {store::cell(which)});
  VG_TRY(const store::Rows rows, installation->database->run(std::move(batch)));
  if (rows[0].empty())
    return Error{ErrorCode::not_found,
                 "there is no valid token of that name or hash; `voygent token list` shows all",
                 {}};
  json::Arena arena;
  json::ArrayBuilder names(arena);
  for (std::size_t i = 0; i < rows[0].size(); ++i) names.add_copy(rows[0].text(i, 0));
  if (program.json) {
    std::cout << json::write(names.finish()) << "\n";
  } else {
    for (const json::Value& name : names.finish().items())
      std::cout << "Revoked " << name.text() << "\n";
  }
  return Done();
}

}  // namespace

void add_token(CLI::App& app, Program& program) {
  CLI::App* group = app.add_subcommand("token", "Make, list and revoke access tokens");
  group->require_subcommand(1);
  group->fallthrough();

  CLI::App* making = group->add_subcommand("create", "Make a token; it is shown once");
  auto wanted = std::make_shared<NewToken>();
  making->add_option("name", wanted->name, "What it is for, such as a client's name");
  making->add_option("--subject", wanted->subject,
                     "Admit this subject of the authorization server instead of making a token");
  making->add_option("--scopes", wanted->scopes,
                     "Some of read, write, publish, admin [read,write,publish]");
  making->add_option("--days", wanted->days, "Days until it expires; 0 for never [0]")
      ->check(CLI::Range(0, 3650));
  making
      ->add_flag("--sql", wanted->as_sql,
                 "Store nothing: print the SQL that makes it on D1, and the token as an error line")
      ->excludes("--subject");
  program.on(*making, [&program, wanted] { return create(program, *wanted); });

  program.on(*group->add_subcommand("list", "List the tokens of the tenant"),
             [&program] { return list(program); });

  CLI::App* revoking = group->add_subcommand("revoke", "Revoke a token at once");
  auto which = std::make_shared<std::string>();
  revoking->add_option("which", *which, "Its name, or 8 or more digits of its hash")->required();
  program.on(*revoking, [&program, which] { return revoke(program, *which); });
}

}  // namespace vg::cli
