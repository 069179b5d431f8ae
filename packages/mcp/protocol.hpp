// Numbers and names of the protocol.
#pragma once

#include <array>
#include <string_view>

namespace vg::mcp {

inline constexpr std::array<std::string_view, 3> kLegacyRevisions = {"2025-11-25", "2025-06-18",
                                                                     "2025-03-26"};  // newest first
inline constexpr std::string_view kModernRevision = "2026-07-28";
inline constexpr std::string_view kBatchRevision = "2025-03-26";  // the only one that has batches

inline constexpr std::string_view kVersionKey = "io.modelcontextprotocol/protocolVersion";
inline constexpr std::string_view kCapabilitiesKey = "io.modelcontextprotocol/clientCapabilities";
inline constexpr std::string_view kClientInfoKey = "io.modelcontextprotocol/clientInfo";
inline constexpr std::string_view kServerInfoKey = "io.modelcontextprotocol/serverInfo";
inline constexpr std::string_view kLogLevelKey = "io.modelcontextprotocol/logLevel";
inline constexpr std::string_view kSubscriptionKey = "io.modelcontextprotocol/subscriptionId";

enum class Code : int {
  parse_error = -32700,
  invalid_request = -32600,
  method_not_found = -32601,
  invalid_params = -32602,
  internal_error = -32603,
  legacy_resource_not_found = -32002,
  header_mismatch = -32020,
  missing_capability = -32021,
  unsupported_version = -32022
};

// A list or an answer to discover may be kept this long.
inline constexpr int kTtlMs = 300'000;

inline constexpr std::size_t kMaxBatch = 100;        // messages of a batch
inline constexpr std::size_t kMaxCompletions = 100;  // values of an answer to completion/complete
inline constexpr std::size_t kMaxFollowedResources = 100;  // of one subscriptions/listen

}  // namespace vg::mcp
