// The head of a request as bytes, looked at before a parser makes something of it: what two
// programs could read in two ways is refused, so that no request can hide in another (request
// smuggling, RFC 9112 section 11.2).
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace vg::http {

inline constexpr std::size_t kMaxHeaders = 100;

struct HeadFault {
  int status = 400;
  std::string_view detail;
};

// Where the head ends, behind its empty line; 0 when that has not come yet. `from` is how much was
// looked at before. Faults that need no end are told at once: a line feed without carriage return.
struct HeadEnd {
  std::size_t size = 0;
  std::optional<HeadFault> fault = {};
};
HeadEnd find_head_end(std::string_view bytes, std::size_t from = 0);

// What is wrong with a whole head, its empty line included. Refused besides what RFC 9112 refuses:
// folded lines, two lengths even when they are equal, any transfer coding but `chunked`, a second
// Host, Authorization, Origin or Content-Type, and more than kMaxHeaders headers.
std::optional<HeadFault> check_head(std::string_view head);

}  // namespace vg::http
