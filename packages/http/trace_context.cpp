#include "http/trace_context.hpp"

#include <algorithm>

namespace vg::http {
namespace {

bool is_hex(std::string_view text) {
  return std::ranges::all_of(
      text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

}  // namespace

std::string_view trace_id_of(std::string_view traceparent) {
  constexpr std::size_t kSize = 55;
  if (traceparent.size() < kSize || !traceparent.starts_with("00-")) return {};
  if (traceparent[35] != '-' || traceparent[52] != '-' || traceparent.size() != kSize) return {};
  const std::string_view trace = traceparent.substr(3, 32);
  const std::string_view span = traceparent.substr(36, 16);
  if (!is_hex(trace) || !is_hex(span) || !is_hex(traceparent.substr(53))) return {};
  const auto zero = [](std::string_view text) { return text.find_first_not_of('0') == text.npos; };
  return zero(trace) || zero(span) ? std::string_view() : trace;
}

}  // namespace vg::http
