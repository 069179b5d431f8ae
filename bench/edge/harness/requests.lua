-- wrk -s requests.lua URL -- FILE TOKEN START: the requests of the file, one `method<tab>path<tab>body` on a line. The mark @@ in a body becomes
-- a number that no request before had. The last line of the output is what was measured, as JSON.
local rows, at, number, headers = {}, 0, 0, {}

function init(args)
  number = tonumber(args[3])
  headers = { ["Authorization"] = "Bearer " .. args[2], ["Accept"] = "application/json, text/event-stream" }
  for line in io.lines(args[1]) do
    local method, path, body = line:match("^([^\t]*)\t([^\t]*)\t(.*)$")
    local row = { method = method, path = path, changes = body:find("@@", 1, true) ~= nil, body = body }
    row.text = wrk.format(method, path, headers, body ~= "" and body or nil)
    rows[#rows + 1] = row
  end
  headers["Content-Type"] = "application/json"
  for _, row in ipairs(rows) do
    if row.body ~= "" then row.text = wrk.format(row.method, row.path, headers, row.body) end
  end
end

function request()
  at = at % #rows + 1
  local row = rows[at]
  if not row.changes then return row.text end
  number = number + 1
  return wrk.format(row.method, row.path, headers, (row.body:gsub("@@", tostring(number))))
end

function done(summary, latency)
  local failed = summary.errors
  io.write(string.format('{"requests":%d,"us":%d,"bytes":%d,"p50_us":%d,"p95_us":%d,"p99_us":%d,"errors":%d}\n', summary.requests, summary.duration, summary.bytes,
    latency:percentile(50), latency:percentile(95), latency:percentile(99), failed.connect + failed.read + failed.write + failed.status + failed.timeout))
end
