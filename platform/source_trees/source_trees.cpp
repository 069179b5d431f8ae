#include "platform/source_trees/source_trees.hpp"

#include "outline/json.hpp"
#include "platform/formats/toml.hpp"
#include "platform/formats/yaml.hpp"
#include "platform/source_trees/walk.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <fcntl.h>
#include <filesystem>
#include <mutex>
#include <optional>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

namespace vg::source_trees {
namespace {

using inventory::Counts;
using inventory::Format;
using inventory::Kind;
using inventory::Scan;

enum class Readable { yes, no, too_large };

// A pipe that took the place of a file must not hold anybody up, hence O_NONBLOCK.
Readable read_into(const std::string& path, std::string& text) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (file < 0) return Readable::no;
  struct stat about = {};
  Readable out = fstat(file, &about) == 0 && S_ISREG(about.st_mode) ? Readable::yes : Readable::no;
  if (out == Readable::yes && static_cast<std::size_t>(about.st_size) > inventory::kLargestFile)
    out = Readable::too_large;
  text.clear();
  if (out == Readable::yes) {
    text.resize(static_cast<std::size_t>(about.st_size));
    std::size_t filled = 0;
    while (filled < text.size()) {
      const ssize_t got = read(file, text.data() + filled, text.size() - filled);
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) out = Readable::no;
      if (got <= 0) break;
      filled += static_cast<std::size_t>(got);
    }
    text.resize(filled);
  }
  close(file);
  return out;
}

Result<outline::Node> read_document(Format format, std::string_view text) {
  switch (format) {
    case Format::json: return outline::read_json(text);
    case Format::toml: return formats::read_toml(text);
    case Format::yaml:
    case Format::script:
    case Format::sql:
    case Format::environment:
    case Format::markdown:
    case Format::other: break;
  }
  return formats::read_yaml(text);
}

// Templates of Helm, Ansible and the like are YAML only once they are filled in.
bool is_template(std::string_view text) {
  return text.find("{{") != std::string_view::npos;
}

void scan_text(const File& file, std::string_view text, Scan& out) {
  inventory::Source source{
      .path = file.shown, .text = text, .format = inventory::format_of(file.shown)};
  std::optional<outline::Node> document;
  std::optional<inventory::Script> script;
  if (inventory::is_document(file.shown)) {
    auto read = read_document(source.format, text);
    if (read) {
      document = std::move(*read);
      source.document = &*document;
    } else if (source.format != Format::yaml || !is_template(text)) {
      inventory::add_fact(out, Kind::problem, source, outline::line_of(read.error()), "broken file")
          .set("message", read.error().message);
    }
  }
  if (source.format == Format::script) {
    script = inventory::read_script(text);
    source.script = &*script;
  }
  inventory::scan(source, out);
}

void scan_file(const File& file, std::string& buffer, Scan& out, Counts& counts) {
  switch (read_into(file.path, buffer)) {
    case Readable::yes: break;
    case Readable::too_large: ++counts.too_large; return;
    case Readable::no: {
      ++counts.unreadable;
      inventory::Source source;
      source.path = file.shown;
      inventory::add_fact(out, Kind::problem, source, 0, "unreadable")
          .set("message", "the file cannot be read");
      return;
    }
  }
  if (inventory::has_binary_start(buffer)) {
    ++counts.binary;
  } else if (inventory::is_minified(file.shown, buffer)) {
    ++counts.minified;
  } else {
    ++counts.read;
    counts.bytes += static_cast<std::int64_t>(buffer.size());
    scan_text(file, buffer, out);
  }
}

// Takes files until there are none; each has a place of its own for what is found.
class Crew final {
 public:
  explicit Crew(const std::vector<File>& files) : files_(files), scans_(files.size()) {}

  void run(const Options& options) {
    const unsigned threads =
        std::max(1U, options.threads > 0 ? options.threads : std::thread::hardware_concurrency());
    std::vector<std::jthread> crew;
    crew.reserve(threads);
    running_ = threads;
    for (unsigned i = 0; i < threads; ++i) crew.emplace_back([this] { work(); });
    constexpr std::chrono::milliseconds kBetween(100);
    const auto all = static_cast<std::int64_t>(files_.size());
    std::unique_lock lock(mutex_);
    while (!ended_.wait_for(lock, kBetween, [this] { return running_ == 0; }))
      if (options.progress)
        options.progress(std::min(static_cast<std::int64_t>(next_.load()), all), all);
    if (options.progress) options.progress(all, all);
  }

  std::vector<Scan>& scans() { return scans_; }
  const Counts& counts() const { return counts_; }

 private:
  void work() {
    std::string buffer;
    Counts counts;
    for (std::size_t i = next_++; i < files_.size(); i = next_++)
      scan_file(files_[i], buffer, scans_[i], counts);
    const std::lock_guard lock(mutex_);
    counts_.add(counts);
    if (--running_ == 0) ended_.notify_all();
  }

  const std::vector<File>& files_;
  std::vector<Scan> scans_;
  std::atomic<std::size_t> next_ = 0;
  std::mutex mutex_;
  std::condition_variable ended_;
  unsigned running_ = 0;
  Counts counts_;
};

}  // namespace

Result<inventory::Inventory> take_inventory(const std::vector<std::string>& roots,
                                            const Options& options) {
  Walk found;
  for (const std::string& root : roots) {
    std::error_code error;
    if (!std::filesystem::is_directory(root, error))
      return Error{ErrorCode::invalid,
                   root + " is no folder that can be read; give the folder of a source tree",
                   {}};
    walk(root, roots.size() > 1 ? root : "", found);
  }
  Crew crew(found.files);
  crew.run(options);
  found.counts.add(crew.counts());
  std::vector<Scan> scans = std::move(crew.scans());
  scans.push_back(std::move(found.problems));
  return inventory::put_together(roots, found.counts, std::move(scans));
}

}  // namespace vg::source_trees
