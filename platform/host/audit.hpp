// The audit log: a line of the level `audit`, which no setting silences, for every operation that
// could change something and for every token that was refused. Tokens appear as the first digits of
// their hash, which is what `voygent token list` shows.
#pragma once

#include "http/exchange.hpp"

#include <string_view>

namespace vg::host {

void log_operations(const http::Exchange& exchange, std::string_view request_id,
                    std::string_view peer);
// Nothing when no token was sent.
void log_refused_token(const http::Request& request, std::string_view operation,
                       std::string_view request_id);

}  // namespace vg::host
