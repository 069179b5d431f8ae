// What was done to the files of a folder, call by call, and what the disk may hold when the power
// fails after any of them.
//
// A write, a change of size and a new name stay in memory until they are synced: a file by a sync
// of that file, names by a sync of the folder. Until then each sector of 512 bytes may have reached
// the disk or not, in any order. A sector arrives whole, and its neighbours are left alone: that is
// what SQLite assumes of a disk by default (sqlite.org/psow.html).
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace vg::faults {

// The files of the folder by name.
using Image = std::map<std::string, std::string>;

enum class Loss {
  nothing,       // everything is there, as after kill -9
  unsynced,      // only what was synced is there
  all_but_last,  // of what was not synced only the last call is there
  some           // of what was not synced each sector and each name is there or not
};

class WriteJournal final {
 public:
  void opened(std::string_view name);  // creates the file if there is none of that name
  void wrote(std::string_view name, std::int64_t offset, std::string_view bytes);
  void resized(std::string_view name, std::int64_t size);
  void synced(std::string_view name);
  // What waited for it never reaches the disk: the kernel takes it for written from now on.
  void failed_to_sync(std::string_view name);
  void synced_folder();
  void removed(std::string_view name);

  // Number of calls that were recorded.
  std::size_t size() const { return calls_.size(); }

  // What the disk may hold when the power fails after the first `calls` calls. The seed is for
  // Loss::some.
  Image image_after(std::size_t calls, Loss loss, std::uint32_t seed) const;

 private:
  enum class Kind { create, write, resize, sync, failed_sync, sync_folder, remove };
  struct Entry {
    Kind kind;
    std::string name;
    std::size_t file;     // index of the file among all that were ever created
    std::int64_t number;  // offset or size
    std::string bytes;
  };
  struct File {
    std::string synced;
    std::vector<const Entry*> waiting;
  };
  struct Disk {
    std::vector<File> files;
    std::map<std::string, std::size_t> names;  // as programs see them
    std::map<std::string, std::size_t> synced_names;
  };

  void add(Kind kind, std::string_view name, std::int64_t number, std::string_view bytes);
  static void apply(const Entry& entry, std::string& content);
  static void replay(const Entry& entry, Disk& disk);
  static std::string content_after(const File& file, Loss loss, std::uint32_t seed);

  std::vector<Entry> calls_;
  std::map<std::string, std::size_t, std::less<>> names_;
  std::size_t created_ = 0;
};

}  // namespace vg::faults
