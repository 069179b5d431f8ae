// W3C Trace Context: which trace a request belongs to.
// Rules: https://www.w3.org/TR/trace-context/#traceparent-header
#pragma once

#include <string_view>

namespace vg::http {

// The trace id of `00-<32 hex>-<16 hex>-<2 hex>`; empty when it is malformed or all zeros.
std::string_view trace_id_of(std::string_view traceparent);

}  // namespace vg::http
