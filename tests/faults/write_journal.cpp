#include "tests/faults/write_journal.hpp"

#include <algorithm>
#include <random>

namespace vg::faults {
namespace {

constexpr std::size_t kSectorBytes = 512;

void overwrite(std::string& content, std::size_t offset, std::string_view bytes) {
  content.resize(std::max(content.size(), offset + bytes.size()));
  std::ranges::copy(bytes, content.begin() + static_cast<std::ptrdiff_t>(offset));
}

}  // namespace

void WriteJournal::add(Kind kind, std::string_view name, std::int64_t number,
                       std::string_view bytes) {
  const auto known = names_.find(name);
  calls_.push_back({.kind = kind,
                    .name = std::string(name),
                    .file = known == names_.end() ? 0 : known->second,
                    .number = number,
                    .bytes = std::string(bytes)});
}

void WriteJournal::opened(std::string_view name) {
  if (names_.contains(name)) return;
  names_.emplace(name, created_++);
  add(Kind::create, name, 0, {});
}

void WriteJournal::wrote(std::string_view name, std::int64_t offset, std::string_view bytes) {
  add(Kind::write, name, offset, bytes);
}

void WriteJournal::resized(std::string_view name, std::int64_t size) {
  add(Kind::resize, name, size, {});
}

void WriteJournal::synced(std::string_view name) {
  add(Kind::sync, name, 0, {});
}

void WriteJournal::failed_to_sync(std::string_view name) {
  add(Kind::failed_sync, name, 0, {});
}

void WriteJournal::synced_folder() {
  add(Kind::sync_folder, {}, 0, {});
}

void WriteJournal::removed(std::string_view name) {
  const auto known = names_.find(name);
  if (known == names_.end()) return;
  add(Kind::remove, name, 0, {});
  names_.erase(known);
}

void WriteJournal::apply(const Entry& entry, std::string& content) {
  if (entry.kind == Kind::resize) {
    content.resize(static_cast<std::size_t>(entry.number));
  } else {
    overwrite(content, static_cast<std::size_t>(entry.number), entry.bytes);
  }
}

void WriteJournal::replay(const Entry& entry, Disk& disk) {
  switch (entry.kind) {
    case Kind::create:
      disk.files.emplace_back();
      disk.names[entry.name] = entry.file;
      break;
    case Kind::write:
    case Kind::resize: disk.files[entry.file].waiting.push_back(&entry); break;
    case Kind::sync: {
      File& file = disk.files[entry.file];
      for (const Entry* waiting : file.waiting) apply(*waiting, file.synced);
      file.waiting.clear();
      break;
    }
    case Kind::failed_sync: disk.files[entry.file].waiting.clear(); break;
    case Kind::sync_folder: disk.synced_names = disk.names; break;
    case Kind::remove: disk.names.erase(entry.name); break;
  }
}

std::string WriteJournal::content_after(const File& file, Loss loss, std::uint32_t seed) {
  std::string content = file.synced;
  std::mt19937 random(seed);
  for (const Entry* entry : file.waiting) {
    const bool last = entry == file.waiting.back();
    if (loss == Loss::unsynced || (loss == Loss::all_but_last && !last)) continue;
    if (loss != Loss::some) {
      apply(*entry, content);
    } else if (entry->kind == Kind::resize) {
      if (random() % 2 == 0) apply(*entry, content);
    } else {
      // Sectors are those of the disk: a write that is not aligned begins within one.
      const auto offset = static_cast<std::size_t>(entry->number);
      for (std::size_t at = 0; at < entry->bytes.size();) {
        const std::size_t bytes =
            std::min(kSectorBytes - (offset + at) % kSectorBytes, entry->bytes.size() - at);
        if (random() % 2 == 0)
          overwrite(content, offset + at, std::string_view(entry->bytes).substr(at, bytes));
        at += bytes;
      }
    }
  }
  return content;
}

Image WriteJournal::image_after(std::size_t calls, Loss loss, std::uint32_t seed) const {
  Disk disk;
  for (std::size_t i = 0; i < calls; ++i) replay(calls_[i], disk);
  std::mt19937 random(seed);
  auto names = loss == Loss::nothing ? disk.names : disk.synced_names;
  if (loss == Loss::some) {
    for (const auto& [name, file] : disk.names)
      if (random() % 2 == 0) names[name] = file;
    for (const auto& [name, file] : disk.synced_names)
      if (!disk.names.contains(name) && random() % 2 == 0) names.erase(name);
  }
  Image image;
  for (const auto& [name, file] : names)
    image[name] = content_after(disk.files[file], loss, static_cast<std::uint32_t>(random()));
  return image;
}

}  // namespace vg::faults
