#include "edge-api/worker/core/site_frames.hpp"

#include "base/digest.hpp"
#include "base/text.hpp"
#include "edge-api/worker/core/wire.hpp"
#include "json/parse.hpp"
#include "json/write.hpp"

#include <array>

namespace vg::worker {

using json::Value;

namespace {

enum class OutcomeKind : std::uint32_t { failed = 0, made = 1, queued = 2 };

constexpr std::array<ErrorCode, 8> kCodes = {
    ErrorCode::invalid,  ErrorCode::unauthenticated, ErrorCode::forbidden,   ErrorCode::not_found,
    ErrorCode::conflict, ErrorCode::too_large,       ErrorCode::unavailable, ErrorCode::internal};

ErrorCode code_named(std::string_view name) {
  for (const ErrorCode code : kCodes)
    if (name_of(code) == name) return code;
  return ErrorCode::internal;
}

Value file_value(json::Arena& arena, const publish::SiteFile& file) {
  json::ObjectBuilder out(arena);
  out.add("path", Value(std::string_view(file.path)));
  if (const auto* content = std::get_if<publish::Content>(&file.what)) {
    out.add("bytes", Value(std::string_view(content->bytes)));
  } else if (const auto* old = std::get_if<publish::FromRevision>(&file.what)) {
    out.add("from_revision", Value(std::string_view(old->revision)));
  } else {
    out.add("removed", Value(true));
  }
  return out.finish();
}

std::string change_text(const publish::SiteChange& change) {
  json::Arena arena;
  json::ArrayBuilder files(arena);
  for (const publish::SiteFile& file : change.files) files.add(file_value(arena, file));
  const Value index = json::ObjectBuilder(arena)
                          .add("slug", Value(std::string_view(change.index.slug)))
                          .add("title", Value(std::string_view(change.index.title)))
                          .add("subtitle", Value(std::string_view(change.index.subtitle)))
                          .add("listed", Value(change.index.listed))
                          .finish();
  return json::write(json::ObjectBuilder(arena)
                         .add("message", Value(std::string_view(change.message)))
                         .add("files", files.finish())
                         .add("index", index)
                         .finish());
}

publish::SiteFile read_file(Value file) {
  publish::SiteFile out{std::string(file.get_text("path")), publish::Removed{}};
  if (const Value* bytes = file.find("bytes")) {
    out.what = publish::Content{std::string(bytes->text())};
  } else if (const Value* revision = file.find("from_revision")) {
    out.what = publish::FromRevision{std::string(revision->text())};
  }
  return out;
}

Instant instant_of(std::string_view line) {
  return {parse_integer(line).value_or(0)};
}

}  // namespace

Result<Framed> write_change(const publish::SiteChange& change, std::int64_t wait_ms) {
  std::string text = change_text(change);
  if (text.size() > kMaxChangeBytes)
    return Error{
        ErrorCode::too_large,
        "the page is larger than the queue of the site takes (1.9 MB); nothing was changed",
        {}};
  std::string frame = Writer()
                          .word(Frame::change)
                          .text(change.target)
                          .text(to_hex(sha256(text)))
                          .text(change.index.slug)
                          .number(wait_ms)
                          .finish();
  return Framed{std::move(frame), std::move(text)};
}

Result<publish::SiteChange> read_change(std::string_view target, std::string_view json) {
  json::Arena arena;
  const auto read = json::parse(arena, json);
  if (!read || read->get("files").items().empty())
    return Error{ErrorCode::internal, "the publication in the queue cannot be read any more", {}};
  publish::SiteChange out;
  out.target = std::string(target);
  out.message = std::string(read->get_text("message"));
  for (const Value& file : read->get("files").items()) out.files.push_back(read_file(file));
  const Value index = read->get("index");
  out.index = {std::string(index.get_text("slug")), std::string(index.get_text("title")),
               std::string(index.get_text("subtitle")), index.get("listed").boolean()};
  return out;
}

JobLines read_job(std::string_view lines) {
  JobLines out;
  out.target = take_line(lines);
  out.tries = parse_integer(take_line(lines)).value_or(0);
  while (!lines.empty()) out.commits_end.push_back(instant_of(take_line(lines)));
  return out;
}

std::string write_call(std::string_view address, std::string_view headers) {
  return Writer().word(Frame::call).text(address).text(headers).finish();
}

publish::GithubAnswer read_answer(std::string_view lines, std::string_view body, Instant at) {
  const std::int64_t status = parse_integer(take_line(lines)).value_or(0);
  return {.status = static_cast<int>(status), .headers = lines, .body = body, .at = at};
}

std::string write_verdict(const Verdict& verdict) {
  Writer out;
  out.word(Frame::verdict)
      .word(static_cast<std::uint32_t>(verdict.state))
      .word(static_cast<std::uint32_t>(verdict.tries))
      .number(verdict.due.ms);
  verdict.hold ? out.number(verdict.hold->ms) : out.null();
  return out.word(verdict.tell ? 1U : 0U).text(verdict.log).finish();
}

std::string write_outcome(const Result<publish::SiteOutcome>& outcome) {
  Writer out;
  if (!outcome)
    return out.word(static_cast<std::uint32_t>(OutcomeKind::failed))
        .text(name_of(outcome.error().code))
        .text(describe(outcome.error()))
        .finish();
  return out.word(static_cast<std::uint32_t>(OutcomeKind::made))
      .text(outcome->revision)
      .number(outcome->changed ? 1 : 0)
      .finish();
}

Result<publish::SiteOutcome> read_outcome(std::string_view frame) {
  if (frame.empty())
    return Error{ErrorCode::unavailable,
                 "the queue of the site did not answer, and the publication may be in it; the same "
                 "request may be sent again",
                 {}};
  Reader in(frame);
  switch (static_cast<OutcomeKind>(in.word())) {
    case OutcomeKind::made: {
      std::string revision = in.text();
      return publish::SiteOutcome{std::move(revision), in.number() != 0};
    }
    case OutcomeKind::queued:
      return Error{ErrorCode::unavailable,
                   "the publication is in the queue of the site and will be made as soon as its "
                   "turn comes; the same request may be sent again and says then what came of it",
                   {}};
    case OutcomeKind::failed: break;
  }
  const ErrorCode code = code_named(in.text());
  return Error{code, in.text(), {}};
}

}  // namespace vg::worker
