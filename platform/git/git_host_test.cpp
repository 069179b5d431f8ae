#include "platform/git/git_host.hpp"

#include "base/text.hpp"
#include "tests/support/page_host_contract.hpp"

#include <atomic>
#include <gtest/gtest.h>

namespace vg::git {
namespace {

process::Finished git(std::vector<std::string> arguments, const std::filesystem::path& folder,
                      std::string input = {}) {
  arguments.insert(arguments.begin(), "git");
  auto finished = process::run({.arguments = std::move(arguments),
                                .input = std::move(input),
                                .folder = folder.string(),
                                .environment = {{"GIT_AUTHOR_NAME", "x"},
                                                {"GIT_AUTHOR_EMAIL", "x@y"},
                                                {"GIT_COMMITTER_NAME", "x"},
                                                {"GIT_COMMITTER_EMAIL", "x@y"}}});
  VG_ASSERT(finished.has_value());
  return *finished;
}

// A bare repository as the remote; every open() is a publisher with a mirror of its own.
class GitRemote final : public test::SiteUnderTest {
 public:
  GitRemote() {
    std::filesystem::create_directories(remote());
    git({"init", "--quiet", "--bare", "--initial-branch=main", "."}, remote());
    git({"config", "uploadpack.allowFilter", "true"}, remote());
  }

  std::unique_ptr<publish::PageHost> open() override {
    return std::make_unique<GitHost>(
        GitSite{.url = "file://" + remote().string(),
                .branch = "pages",
                .token = "",
                .mirror = folder() / ("mirror" + std::to_string(++mirrors_))});
  }
  std::optional<std::string> content(const std::string& path) override {
    const auto shown = git({"cat-file", "blob", "pages:" + path}, remote());
    return shown.status == 0 ? std::optional(shown.output) : std::nullopt;
  }
  void put(const std::string& path, const std::string& bytes) override {
    const std::string blob(trim(git({"hash-object", "-w", "--stdin"}, remote(), bytes).output));
    const std::string tree =
        git({"ls-tree", "pages"}, remote()).output + "100644 blob " + blob + "\t" + path + "\n";
    const std::string made(trim(git({"mktree"}, remote(), tree).output));
    const std::string commit(
        trim(git({"commit-tree", made, "-p", "pages", "-m", "by hand"}, remote()).output));
    ASSERT_EQ(git({"update-ref", "refs/heads/pages", commit}, remote()).status, 0);
  }
  std::int64_t commits() const {
    return parse_integer(trim(git({"rev-list", "--count", "pages"}, remote()).output)).value_or(0);
  }
  std::string log() const {
    return git({"log", "--format=%an %ae %s %b", "pages"}, remote()).output;
  }

 private:
  std::filesystem::path remote() const { return folder() / "remote.git"; }

  std::atomic<int> mirrors_ = 0;
};

TEST(GitHost, KeepsTheContractOfAPageHost) {
  GitRemote remote;
  test::check_page_host(remote);
}

TEST(GitHost, MakesOneCommitPerChangeAndNoneForUnchangedContent) {
  GitRemote remote;
  const auto host = remote.open();
  publish::SiteChange change;
  change.files.push_back({publish::page_path("aaa"), publish::Content{"x"}});
  change.message = "Publish page aaa, version 1";
  change.index.slug = "aaa";
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(host->apply(change));
  EXPECT_EQ(remote.commits(), 1);
  EXPECT_EQ(remote.log(), "Voygent voygent@users.noreply.invalid Publish page aaa, version 1 \n");
}

TEST(GitHost, SaysWhenTheRemoteCannotBeReached) {
  GitRemote remote;
  GitHost host({.url = "file:///nowhere/at/all.git",
                .branch = "main",
                .token = "secret-token",
                .mirror = std::filesystem::temp_directory_path() / "vg-no-mirror"});
  const auto outcome = host.apply({});
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code, ErrorCode::unavailable);
  EXPECT_EQ(outcome.error().message.find("secret-token"), std::string::npos);
  std::filesystem::remove_all(std::filesystem::temp_directory_path() / "vg-no-mirror");
}

}  // namespace
}  // namespace vg::git
