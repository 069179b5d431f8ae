// A document as it can be printed: every value a text, and every text traceable to the value that
// it came from.
#pragma once

#include "json/value.hpp"
#include "shape/shape.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace vg::templates {

// One client-visible value of the document.
struct Leaf {
  std::string path;    // `itinerary/3/title`, as the shown document has it
  std::string sample;  // its text, shortened
};

// Whether it is kept where the texts of a page came from, which is work for every value of it.
enum class Report { full, none };

// Which texts were made from which leaves. A text is known by the address of its characters, so a
// template cannot forge it.
class Provenance {
 public:
  explicit Provenance(Report report = Report::full) : report_(report) {}

  bool is_kept() const { return report_ == Report::full; }
  void add(std::string_view text, Leaf leaf);
  // A text that says what other texts say: printing it shows their leaves.
  void derive(std::string_view text, std::initializer_list<std::string_view> sources);

  // The leaves that none of the printed texts came from.
  std::vector<Leaf> not_among(const std::vector<const char*>& printed) const;
  std::size_t size() const { return leaves_.size(); }

 private:
  Report report_;
  std::vector<Leaf> leaves_;
  std::multimap<const char*, std::size_t> made_from_;
};

struct DisplayOptions {
  bool hide_prices = false;
};

// Turns what a client may see (shape::show for Audience::client) into texts, by kind: amounts as
// €642, dates as Thu 11 March 2027, flags as the words of their name when true, words of a choice
// without underscores. Adds `map_url` beside a `geo`.
class Display {
 public:
  Display(json::Arena& arena, Provenance& provenance, DisplayOptions options)
      : arena_(arena), provenance_(provenance), options_(options) {}

  json::Value object(json::Value shown, const shape::Shape& shape, const std::string& path);
  std::int64_t hidden_amounts() const { return hidden_amounts_; }

 private:
  json::Value value(json::Value shown, const shape::Field& field, const std::string& path);
  json::Value free(json::Value shown, const std::string& path);
  json::Value leaf(std::string_view text, const std::string& path);
  // The place below, when it is kept.
  std::string below(const std::string& path, std::string_view step) const;
  std::string below(const std::string& path, std::size_t index) const;

  json::Arena& arena_;
  Provenance& provenance_;
  DisplayOptions options_;
  std::int64_t hidden_amounts_ = 0;
};

// `cruiseLine` and `deposit_paid` as people write them: Cruise line, Deposit paid.
std::string humanise(std::string_view name);

}  // namespace vg::templates
