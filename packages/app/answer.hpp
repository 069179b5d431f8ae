// The parts that answers are made of.
#pragma once

#include "base/error.hpp"
#include "json/value.hpp"
#include "shape/report.hpp"
#include "store/fingerprint.hpp"
#include "trip/facts.hpp"
#include "trip/readiness.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vg::app {

// Characters of a text answer unless the caller asked for more.
inline constexpr std::size_t kTextMax = 1'500;

// `unknown ×3 (first: /meta/x)`: the notes of a report grouped by what happened, one line each.
std::string words_of(const std::vector<shape::Note>& notes);
// The same as data: [{kind, count, paths: the first few}].
json::Value data_of(json::Arena& arena, const std::vector<shape::Note>& notes);

// The first findings line by line, and how many there are beyond `max`.
std::string words_of(const std::vector<trip::Finding>& findings, std::size_t max);
json::Value data_of(json::Arena& arena, const std::vector<trip::Finding>& findings,
                    std::size_t max);

std::string words_of(const trip::NextStep& next);
// The text with the next step as its last line, within kTextMax: what is too much goes from the end
// of the text.
std::string ended_with(std::string_view text, const trip::NextStep& next);
json::Value data_of(json::Arena& arena, const trip::NextStep& next);

json::Value texts(json::Arena& arena, const std::vector<std::string>& list);

// Errors that every use case on a trip has.
Error no_such_trip(std::string_view trip_id);
Error version_conflict(std::string_view trip_id, std::int64_t current);
// The key was used for other content; `seen` is what it was used for.
Error key_reused(const store::Seen& seen);

}  // namespace vg::app
