#include "publish/github.hpp"

#include "base/digest.hpp"
#include "base/text.hpp"
#include "json/parse.hpp"
#include "json/write.hpp"
#include "publish/git_blob.hpp"

#include <algorithm>

namespace vg::publish {

using json::Value;

namespace {

constexpr std::string_view kMutation =
    "mutation($input: CreateCommitOnBranchInput!) { createCommitOnBranch(input: $input) { commit { "
    "oid } } }";
constexpr std::string_view kText = " object { ... on Blob { text isTruncated } }";

GithubFailure failed(Error error) {
  return {std::move(error), 0};
}

GithubFailure failed(ErrorCode code, std::string message) {
  return failed(Error{code, std::move(message), {}});
}

std::string numbered(char kind, std::size_t number) {
  return kind + std::to_string(number);
}

const FromRevision* old_of(const SiteFile& file) {
  return std::get_if<FromRevision>(&file.what);
}

std::string base64(std::string_view text) {
  return to_base64({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

// The text of a file of the answer, when GitHub gave it byte for byte.
Result<std::string> text_of(Value file, std::string_view what) {
  const Value blob = file.get("object");
  std::string text(blob.get_text("text"));
  if (blob.get("isTruncated").boolean() || git_blob_id(text) != file.get_text("oid"))
    return Error{ErrorCode::too_large,
                 std::string(what) + " cannot be read whole through GitHub; nothing was changed",
                 {}};
  return text;
}

// What a call consists of.
GithubCall call(json::Arena& arena, std::string_view document, Value variables, bool writes) {
  const Value body =
      json::ObjectBuilder(arena).add("query", Value(document)).add("variables", variables).finish();
  return {json::write(body), writes};
}

// `query` with one alias for each path in the commit, and one for each older commit.
std::string query_of(const std::vector<std::string>& paths, const std::vector<SiteFile>& files) {
  std::string head = "query($owner: String!, $name: String!, $branch: String!";
  std::string now, old;
  for (std::size_t i = 0; i < paths.size(); ++i) {
    const std::string alias = numbered('p', i);
    head.append(", $").append(alias).append(": String!");
    now.append(" ").append(alias).append(": file(path: $").append(alias).append(") { oid");
    now.append(paths[i] == kManifestPath ? kText : "").append(" }");
    if (i >= files.size() || !old_of(files[i])) continue;
    const std::string revision = numbered('r', i);
    head.append(", $").append(revision).append(": GitObjectID!");
    old.append(" ").append(revision).append(": object(oid: $").append(revision);
    old.append(") { ... on Commit { file(path: $").append(alias).append(") { oid").append(kText);
    old.append(" } } }");
  }
  return head +
         ") { repository(owner: $owner, name: $name) { ref(qualifiedName: $branch) { target { oid "
         "... on Commit {" +
         now + " } } }" + old + " } }";
}

}  // namespace

GithubCommit::GithubCommit(GithubSite site, SiteChange change)
    : site_(std::move(site)), change_(std::move(change)) {}

GithubStep GithubCommit::start() {
  for (const SiteFile& file : change_.files) {
    if (!is_site_path(file.path))
      return failed(ErrorCode::invalid, "the path " + one_line(file.path, 80) +
                                            " cannot be part of a site; nothing was changed");
    const FromRevision* old = old_of(file);
    if (old && !is_git_id(old->revision))
      return failed(ErrorCode::not_found,
                    "the site has no revision " + one_line(old->revision, 40));
    paths_.push_back(file.path);
  }
  // Which files the site itself has does not depend on the manifest.
  const auto own = index_files(change_.index, std::nullopt);
  if (!own) return failed(own.error());
  for (const SiteFile& file : *own) paths_.push_back(file.path);
  return read();
}

GithubStep GithubCommit::read() {
  writing_ = false;
  json::Arena arena;
  json::ObjectBuilder variables(arena);
  const std::size_t slash = site_.repository.find('/');
  variables.add_copy("owner", site_.repository.substr(0, slash))
      .add_copy("name", site_.repository.substr(slash + 1))
      .add_copy("branch", "refs/heads/" + site_.branch);
  for (std::size_t i = 0; i < paths_.size(); ++i)
    variables.add_copy(arena.copy(numbered('p', i)), paths_[i]);
  for (std::size_t i = 0; i < change_.files.size(); ++i)
    if (const FromRevision* old = old_of(change_.files[i]))
      variables.add_copy(arena.copy(numbered('r', i)), old->revision);
  return call(arena, query_of(paths_, change_.files), variables.finish(), false);
}

GithubStep GithubCommit::resume(const GithubAnswer& answer) {
  if (auto failure = status_failure(answer, site_)) return std::move(*failure);
  json::Arena arena;
  const auto reply = json::parse(arena, answer.body);
  if (!reply)
    return failed(ErrorCode::unavailable, "GitHub answered with something that cannot be read");
  if (writing_) return written(*reply, answer);
  const Value errors = reply->get("errors");
  const Value repository = reply->get("data").get("repository");
  if (!errors.items().empty() && !(repository.is_object() && says_absent(errors)))
    return reported_failure(errors, answer, site_);
  return compare(repository);
}

GithubStep GithubCommit::compare(Value repository) {
  const Value commit = repository.get("ref").get("target");
  head_ = commit.get_text("oid");
  if (head_.empty())
    return failed(ErrorCode::invalid,
                  "the repository " + site_.repository + " has no branch " + site_.branch +
                      "; make it once with any first commit (git switch --orphan " + site_.branch +
                      " && git commit --allow-empty -m Start && git push origin " + site_.branch +
                      ")");
  auto writes = writes_on(commit, repository);
  if (!writes) return failed(std::move(writes).error());
  if (writes->empty()) return SiteOutcome{head_, false};
  return write(*writes);
}

// What differs from the commit.
Result<std::vector<GithubCommit::Write>> GithubCommit::writes_on(Value commit,
                                                                 Value repository) const {
  const auto present = [&](std::size_t i) { return commit.get(numbered('p', i)); };
  const auto differs = [&](const Write& file, std::size_t i) {
    const std::string_view there = present(i).get_text("oid");
    return file.content ? git_blob_id(*file.content) != there : !there.empty();
  };
  std::vector<Write> out;
  std::size_t at = 0;
  for (; at < change_.files.size(); ++at) {
    const Value old = repository.get(numbered('r', at)).get("file");
    if (old.is_object() && old.get_text("oid") == present(at).get_text("oid")) continue;
    VG_TRY(Write file, wanted(at, repository));
    if (differs(file, at)) out.push_back(std::move(file));
  }
  std::optional<std::string> manifest;
  const auto place = std::ranges::find(paths_, kManifestPath);
  const Value there = present(static_cast<std::size_t>(place - paths_.begin()));
  if (there.is_object()) {
    VG_TRY(manifest, text_of(there, kManifestPath));
  }
  VG_TRY(std::vector<SiteFile> own, index_files(change_.index, manifest));
  for (SiteFile& file : own) {
    Write planned{std::move(file.path), std::move(std::get<Content>(file.what).bytes)};
    if (differs(planned, at++)) out.push_back(std::move(planned));
  }
  return out;
}

// A file of the change as it is to be.
Result<GithubCommit::Write> GithubCommit::wanted(std::size_t index, Value repository) const {
  const SiteFile& file = change_.files[index];
  if (const auto* content = std::get_if<Content>(&file.what))
    return Write{file.path, content->bytes};
  const FromRevision* old = old_of(file);
  if (!old) return Write{file.path, std::nullopt};
  const Value then = repository.get(numbered('r', index));
  if (!then.is_object())
    return Error{ErrorCode::not_found, "the site has no revision " + old->revision, {}};
  const Value there = then.get("file");
  if (!there.is_object())
    return Error{ErrorCode::not_found, "the page was not there in revision " + old->revision, {}};
  VG_TRY(std::string text, text_of(there, "the page of revision " + old->revision));
  return Write{file.path, std::move(text)};
}

GithubStep GithubCommit::write(const std::vector<Write>& writes) {
  writing_ = true;
  json::Arena arena;
  json::ArrayBuilder additions(arena), deletions(arena);
  for (const Write& file : writes) {
    json::ObjectBuilder entry(arena);
    entry.add("path", Value(std::string_view(file.path)));
    if (file.content) entry.add_copy("contents", base64(*file.content));
    (file.content ? additions : deletions).add(entry.finish());
  }
  const Value branch =
      json::ObjectBuilder(arena)
          .add("repositoryNameWithOwner", Value(std::string_view(site_.repository)))
          .add("branchName", Value(std::string_view(site_.branch)))
          .finish();
  const std::string_view message = change_.message;
  json::ObjectBuilder words(arena);
  words.add("headline", Value(message.substr(0, message.find('\n'))));
  if (message.find('\n') != std::string_view::npos)
    words.add("body", Value(trim(message.substr(message.find('\n')))));
  const Value files = json::ObjectBuilder(arena)
                          .add("additions", additions.finish())
                          .add("deletions", deletions.finish())
                          .finish();
  const Value input = json::ObjectBuilder(arena)
                          .add("branch", branch)
                          .add("expectedHeadOid", Value(std::string_view(head_)))
                          .add("message", words.finish())
                          .add("fileChanges", files)
                          .finish();
  return call(arena, kMutation, json::ObjectBuilder(arena).add("input", input).finish(), true);
}

GithubStep GithubCommit::written(Value reply, const GithubAnswer& answer) {
  const Value made = reply.get("data").get("createCommitOnBranch").get("commit");
  const std::string_view revision = made.get_text("oid");
  if (!revision.empty()) return SiteOutcome{std::string(revision), true};
  const Value errors = reply.get("errors");
  if (errors.items().empty())
    return failed(ErrorCode::unavailable, "GitHub answered without saying what it did");
  if (says_stale(errors) && ++tries_ < kMaxTries) return read();
  return reported_failure(errors, answer, site_);
}

}  // namespace vg::publish
