-- wrk -s calls.lua URL -- ERA TOOL FILE [TOKEN]: calls of one tool, their arguments one JSON object per line of the file.
-- ERA is modern (2026-07-28) or legacy (2025-11-25, without a session). All requests are made before the first is sent, each
-- with an id of its own; nothing is looked at but the status, so that wrk takes as little of the machine as it can.
-- The last line of the output is what was measured, as JSON.
local requests, at = {}, 0
local meta = ',"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientInfo":{"name":"wrk","version":"4"},"io.modelcontextprotocol/clientCapabilities":{}}'

function init(args)
  local era, tool, file, token = args[1], args[2], args[3], args[4]
  local modern = era == "modern"
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
  wrk.headers["Accept"] = "application/json, text/event-stream"
  wrk.headers["MCP-Protocol-Version"] = modern and "2026-07-28" or "2025-11-25"
  if modern then
    wrk.headers["Mcp-Method"] = "tools/call"
    wrk.headers["Mcp-Name"] = tool
  end
  if token then wrk.headers["Authorization"] = "Bearer " .. token end
  for line in io.lines(file) do
    local id = #requests + 1
    requests[id] = wrk.format(nil, nil, nil, '{"jsonrpc":"2.0","id":' .. id .. ',"method":"tools/call","params":{"name":"' .. tool .. '","arguments":' .. line .. (modern and meta or "") .. '}}')
  end
end

function request()
  at = at % #requests + 1
  return requests[at]
end

function done(summary, latency)
  local failed = summary.errors
  io.write(string.format('{"requests":%d,"us":%d,"bytes":%d,"p50_us":%d,"p90_us":%d,"p99_us":%d,"max_us":%d,"errors":%d}\n', summary.requests, summary.duration, summary.bytes,
    latency:percentile(50), latency:percentile(90), latency:percentile(99), latency.max, failed.connect + failed.read + failed.write + failed.status + failed.timeout))
end
