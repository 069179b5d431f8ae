#include "publish/github.hpp"

#include "json/parse.hpp"
#include "json/write.hpp"
#include "publish/git_blob.hpp"

#include <gtest/gtest.h>
#include <map>

namespace vg::publish {
namespace {

const GithubSite kSite = {"agency/pages", "gh-pages"};
const std::string kHead(40, 'a');
const std::string kNext(40, 'b');
const std::string kOld(40, 'c');

SiteChange page(std::string html, bool listed = false) {
  SiteChange change;
  change.target = "staging";
  change.files.push_back({page_path("aaa"), Content{std::move(html)}});
  change.message = "Publish page aaa, version 3";
  change.index = {"aaa", "Title", "", listed};
  return change;
}

SiteChange page_from(std::string revision) {
  SiteChange change = page("");
  change.files[0].what = FromRevision{std::move(revision)};
  return change;
}

using Files = std::map<std::string, std::string, std::less<>>;

// The files of a site after its first page, which is not listed.
Files made_site(std::string html) {
  Files out = {{page_path("aaa"), std::move(html)}};
  const auto own = index_files({"aaa", "", "", false}, std::nullopt);
  for (const SiteFile& file : *own) out[file.path] = std::get<Content>(file.what).bytes;
  return out;
}

std::string entry(const std::string* text) {
  if (!text) return "null";
  return R"({"oid":")" + git_blob_id(*text) + R"(","object":{"text":)" + json::quoted(*text) +
         R"(,"isTruncated":false}})";
}

// What GitHub answers to the query: the files in the order of the conversation.
std::string head_answer(const Files& files, const std::string& head = kHead,
                        const std::string& more = "") {
  const std::string_view order[] = {"p/aaa/index.html", "pages.json", "index.html", "robots.txt",
                                    ".nojekyll"};
  std::string out = R"({"data":{"repository":{"ref":{"target":{"oid":")" + head + "\"";
  for (std::size_t i = 0; i < std::size(order); ++i) {
    const auto at = files.find(order[i]);
    out += ",\"p" + std::to_string(i) + "\":" + entry(at == files.end() ? nullptr : &at->second);
  }
  return out + "}}" + more + "}}}";
}

std::string commit_answer(const std::string& oid = kNext) {
  return R"({"data":{"createCommitOnBranch":{"commit":{"oid":")" + oid + R"("}}}})";
}

const std::string kStale =
    R"({"data":{"createCommitOnBranch":null},"errors":[{"type":"STALE_DATA","path":["createCommitOnBranch"],)"
    R"("locations":[{"line":1,"column":48}],"message":"Expected branch to point to \"aa\" but it did not.  Pull and try again."}]})";

GithubAnswer ok(std::string_view body) {
  return {.status = 200, .headers = {}, .body = body, .at = {1'700'000'000'000}};
}

bool writes(const GithubStep& step) {
  const auto* call = std::get_if<GithubCall>(&step);
  return call && call->writes;
}
bool reads(const GithubStep& step) {
  const auto* call = std::get_if<GithubCall>(&step);
  return call && !call->writes;
}
SiteOutcome outcome(const GithubStep& step) {
  const auto* out = std::get_if<SiteOutcome>(&step);
  return out ? *out : SiteOutcome{"none", false};
}
GithubFailure failure(const GithubStep& step) {
  const auto* out = std::get_if<GithubFailure>(&step);
  return out ? *out : GithubFailure{{ErrorCode::internal, "no failure", {}}, -1};
}

// The paths that a mutation adds and those that it deletes.
std::string paths_of(const GithubStep& step) {
  json::Arena arena;
  const auto body = json::parse(arena, std::get<GithubCall>(step).body);
  const json::Value files = body->get("variables").get("input").get("fileChanges");
  std::string out;
  for (const json::Value& file : files.get("additions").items())
    out.append("+").append(file.get_text("path")).append(" ");
  for (const json::Value& file : files.get("deletions").items())
    out.append("-").append(file.get_text("path")).append(" ");
  return out;
}

// What the first answer leads to.
GithubStep after_query(SiteChange change, const std::string& body) {
  GithubCommit commit(kSite, std::move(change));
  EXPECT_TRUE(reads(commit.start()));
  return commit.resume(ok(body));
}

TEST(Github, MakesACommitWithTwoCalls) {
  GithubCommit commit(kSite, page("<p>\"é\"</p>\n", true));
  const GithubStep query = commit.start();
  ASSERT_TRUE(reads(query));
  const std::string& asked = std::get<GithubCall>(query).body;
  EXPECT_NE(asked.find(R"("owner":"agency","name":"pages","branch":"refs/heads/gh-pages")"),
            std::string::npos);
  const GithubStep mutation = commit.resume(ok(head_answer({{"CNAME", "x"}})));
  ASSERT_TRUE(writes(mutation));
  EXPECT_EQ(paths_of(mutation),
            "+p/aaa/index.html +pages.json +index.html +robots.txt +.nojekyll ");
  const std::string& sent = std::get<GithubCall>(mutation).body;
  EXPECT_NE(
      sent.find(R"("branch":{"repositoryNameWithOwner":"agency/pages","branchName":"gh-pages"},)"
                R"("expectedHeadOid":")" +
                kHead + R"(","message":{"headline":"Publish page aaa, version 3"})"),
      std::string::npos);
  EXPECT_NE(sent.find(R"({"path":"p/aaa/index.html","contents":"PHA+IsOpIjwvcD4K"})"),
            std::string::npos);
  EXPECT_NE(sent.find(R"({"path":".nojekyll","contents":""})"), std::string::npos);
  const SiteOutcome made = outcome(commit.resume(ok(commit_answer())));
  EXPECT_EQ(made.revision, kNext);
  EXPECT_TRUE(made.changed);
}

TEST(Github, MakesNoCommitOfWhatIsThere) {
  const SiteOutcome same = outcome(after_query(page("same"), head_answer(made_site("same"))));
  EXPECT_EQ(same.revision, kHead);
  EXPECT_FALSE(same.changed);
}

TEST(Github, WritesOnlyWhatDiffers) {
  EXPECT_EQ(paths_of(after_query(page("new"), head_answer(made_site("old")))),
            "+p/aaa/index.html ");
  // A page that becomes public moves the index.
  EXPECT_EQ(paths_of(after_query(page("old", true), head_answer(made_site("old")))),
            "+pages.json +index.html ");
}

TEST(Github, RemovesAPageThatIsThere) {
  SiteChange down = page("");
  down.files[0].what = Removed{};
  EXPECT_EQ(paths_of(after_query(down, head_answer(made_site("x")))), "-p/aaa/index.html ");
  Files gone = made_site("x");
  gone.erase("p/aaa/index.html");
  EXPECT_FALSE(outcome(after_query(down, head_answer(gone))).changed);
  EXPECT_EQ(outcome(after_query(down, head_answer(gone))).revision, kHead);
}

TEST(Github, BringsBackThePageOfARevision) {
  const std::string before = "as it was";
  const auto old = [&](const std::string& text) { return R"(,"r0":{"file":)" + text + "}"; };
  const GithubStep back =
      after_query(page_from(kOld), head_answer(made_site("now"), kHead, old(entry(&before))));
  ASSERT_TRUE(writes(back));
  EXPECT_EQ(paths_of(back), "+p/aaa/index.html ");
  EXPECT_NE(std::get<GithubCall>(back).body.find("YXMgaXQgd2Fz"), std::string::npos);
  EXPECT_EQ(outcome(after_query(page_from(kOld),
                                head_answer(made_site(before), kHead, old(entry(&before)))))
                .revision,
            kHead);
  EXPECT_EQ(failure(after_query(page_from(kOld), head_answer(made_site("now"), kHead, old("null"))))
                .error.code,
            ErrorCode::not_found);
  // A part of a file is not the file.
  const std::string cut =
      R"({"oid":")" + git_blob_id("whole") + R"(","object":{"text":"who","isTruncated":true}})";
  EXPECT_EQ(failure(after_query(page_from(kOld), head_answer(made_site("now"), kHead, old(cut))))
                .error.code,
            ErrorCode::too_large);
}

TEST(Github, KnowsARevisionThatTheSiteDoesNotHave) {
  std::string answer = head_answer(made_site("now"), kHead, R"(,"r0":null)");
  EXPECT_EQ(failure(after_query(page_from(kOld), answer)).error.code, ErrorCode::not_found);
  answer.insert(answer.size() - 1,
                R"(,"errors":[{"type":"NOT_FOUND","path":["repository","r0"],"message":"none"}])");
  EXPECT_EQ(failure(after_query(page_from(kOld), answer)).error.code, ErrorCode::not_found);
  GithubCommit commit(kSite, page_from("rev-12"));
  EXPECT_EQ(failure(commit.start()).error.code, ErrorCode::not_found);
}

TEST(Github, ReadsAgainWhenTheBranchHasMoved) {
  GithubCommit commit(kSite, page("new"));
  commit.start();
  ASSERT_TRUE(writes(commit.resume(ok(head_answer(made_site("old"))))));
  ASSERT_TRUE(reads(commit.resume(ok(kStale))));
  const GithubStep again = commit.resume(ok(head_answer(made_site("old"), kOld)));
  ASSERT_TRUE(writes(again));
  EXPECT_NE(std::get<GithubCall>(again).body.find(R"("expectedHeadOid":")" + kOld),
            std::string::npos);
  EXPECT_TRUE(outcome(commit.resume(ok(commit_answer()))).changed);
}

TEST(Github, GivesUpWhenTheBranchKeepsMoving) {
  GithubCommit commit(kSite, page("new"));
  GithubStep step = commit.start();
  int mutations = 0;
  while (std::holds_alternative<GithubCall>(step)) {
    const bool writing = writes(step);
    mutations += writing ? 1 : 0;
    const std::string body = writing ? kStale : head_answer(made_site("old"));
    step = commit.resume(ok(body));
  }
  EXPECT_EQ(mutations, GithubCommit::kMaxTries);
  EXPECT_EQ(failure(step).error.code, ErrorCode::unavailable);
}

TEST(Github, SaysHowToMakeAMissingBranch) {
  const auto missing =
      failure(after_query(page("x"), R"({"data":{"repository":{"ref":null}}})")).error;
  EXPECT_EQ(missing.code, ErrorCode::invalid);
  EXPECT_NE(missing.message.find("git push origin gh-pages"), std::string::npos);
}

TEST(Github, LeavesASiteAloneThatItCannotRead) {
  Files odd = made_site("x");
  odd["pages.json"] = "{";
  EXPECT_EQ(failure(after_query(page("y"), head_answer(odd))).error.code, ErrorCode::invalid);
  SiteChange evil = page("x");
  evil.files[0].path = "../../.github/workflows/pwn.yml";
  GithubCommit commit(kSite, evil);
  EXPECT_EQ(failure(commit.start()).error.code, ErrorCode::invalid);
}

struct Refusal {
  std::int64_t status;
  std::string_view headers, body;
  ErrorCode code;
  std::int64_t wait_ms;
  std::string_view part;  // of the message
};

// 1'700'000'000 s is when the answers come.
const Refusal kRefusals[] = {
    {0, "", "", ErrorCode::unavailable, 0, "cannot be reached"},
    {200, "", "<html>", ErrorCode::unavailable, 0, "cannot be read"},
    {401, "", R"({"message":"Bad credentials"})", ErrorCode::forbidden, 0, "VOYGENT_SITE_TOKEN"},
    {403, "x-ratelimit-remaining: 4000\n",
     R"({"message":"Resource protected by organization SAML enforcement."})", ErrorCode::forbidden,
     0, "SAML"},
    {403, "retry-after: 7\n", R"({"message":"You have exceeded a secondary rate limit."})",
     ErrorCode::unavailable, 7'000, "wait 7 seconds"},
    {403, "", R"({"message":"You have exceeded a secondary rate limit."})", ErrorCode::unavailable,
     60'000, "wait 60 seconds"},
    {403, "x-ratelimit-remaining: 0\nx-ratelimit-reset: 1700000099\n", R"({"message":"limit"})",
     ErrorCode::unavailable, 100'000, "wait 100 seconds"},
    {404, "", R"({"message":"Not Found"})", ErrorCode::invalid, 0, "VOYGENT_GITHUB_API"},
    {422, "", R"({"message":"no"})", ErrorCode::invalid, 0, "422"},
    {429, "retry-after: 999999999\n", "", ErrorCode::unavailable, 7'200'000, "wait"},
    {502, "", "<html>", ErrorCode::unavailable, 0, "502"},
    {503, "retry-after: 3\n", "", ErrorCode::unavailable, 3'000, "503"},
    {200, "",
     R"({"data":{"repository":null},"errors":[{"type":"NOT_FOUND","path":["repository"],)"
     R"("message":"Could not resolve to a Repository"}]})",
     ErrorCode::invalid, 0, "agency/pages"},
    {200, "x-ratelimit-reset: 1700000009\nx-ratelimit-remaining: 0\n",
     R"({"errors":[{"type":"RATE_LIMITED","message":"API rate limit exceeded"}]})",
     ErrorCode::unavailable, 10'000, "wait 10 seconds"},
    {200, "",
     R"({"data":null,"errors":[{"message":"Something went wrong while executing your query."}]})",
     ErrorCode::unavailable, 0, "in the middle"},
    {200, "",
     R"({"errors":[{"message":"Field 'x' doesn't exist","extensions":{"code":"undefinedField"}}]})",
     ErrorCode::invalid, 0, "Field"},
    {200, "",
     R"({"data":null,"errors":[{"type":"FORBIDDEN","message":"Resource not accessible"}]})",
     ErrorCode::forbidden, 0, "Contents"},
};

TEST(Github, SaysWhatIsWrongAndHowLongToWait) {
  for (const Refusal& row : kRefusals) {
    GithubCommit commit(kSite, page("x"));
    commit.start();
    const GithubFailure said = failure(commit.resume({.status = static_cast<int>(row.status),
                                                      .headers = row.headers,
                                                      .body = row.body,
                                                      .at = {1'700'000'000'000}}));
    EXPECT_EQ(said.error.code, row.code) << row.status << row.body << said.error.message;
    EXPECT_EQ(said.wait_ms, row.wait_ms) << row.status << row.body;
    EXPECT_NE(said.error.message.find(row.part), std::string::npos) << said.error.message;
  }
}

TEST(Github, SaysWhyACommitIsNotTaken) {
  GithubCommit commit(kSite, page("x"));
  commit.start();
  commit.resume(ok(head_answer({})));
  const auto said = failure(
      commit.resume(ok(R"({"data":{"createCommitOnBranch":null},"errors":[{"type":"UNPROCESSABLE",)"
                       R"("message":"Changes must be made through a pull request."}]})")));
  EXPECT_EQ(said.error.code, ErrorCode::invalid);
  EXPECT_NE(said.error.message.find("pull request"), std::string::npos);
}

}  // namespace
}  // namespace vg::publish
