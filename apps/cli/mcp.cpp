// MCP on standard input and output: one message per line, in and out; logs go to standard error.
#include "apps/cli/program.hpp"
#include "base/text.hpp"
#include "edge-api/endpoints.hpp"
#include "http/problem.hpp"
#include "platform/host/log.hpp"
#include "platform/host/world.hpp"

#include <iostream>
#include <unistd.h>

namespace vg::cli {
namespace {

constexpr std::size_t kMaxLine = 1024 * 1024;
constexpr std::string_view kLineTooLong =
    R"({"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"a message may have at most 1 MiB; send less at once"}})";

// Lines of standard input. A line over the limit is skipped without being kept.
class Lines {
 public:
  struct Line {
    std::string text;
    bool too_long = false;
  };

  // Nothing at the end of the input.
  std::optional<Line> next() {
    Line line;
    for (;;) {
      const std::size_t end = buffer_.find('\n');
      const bool found = end != std::string::npos;
      const std::size_t size = found ? end : buffer_.size();
      if (!line.too_long) line.text.append(buffer_, 0, size);
      if (line.text.size() > kMaxLine) line = {.text = {}, .too_long = true};
      buffer_.erase(0, found ? end + 1 : size);
      if (found) return line;
      if (!fill()) {
        const bool something = line.too_long || !line.text.empty();
        return something ? std::optional(std::move(line)) : std::nullopt;
      }
    }
  }

 private:
  bool fill() {
    buffer_.resize(64 * 1024);
    ssize_t got = 0;
    do {
      got = ::read(STDIN_FILENO, buffer_.data(), buffer_.size());
    } while (got < 0 && errno == EINTR);
    buffer_.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    return got > 0;
  }

  std::string buffer_;
};

// False when nobody reads any more.
bool write_line(std::string line) {
  line += '\n';
  std::string_view rest = line;
  while (!rest.empty()) {
    const ssize_t written = ::write(STDOUT_FILENO, rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

Status serve_stdio(const Program& program, const std::string& path) {
  VG_TRY(const Settings settings, program.settings());
  VG_TRY(const host::Level level, log_level(settings));
  host::set_log_level(level);
  VG_TRY(const auto installation, open_installation(settings));
  const gateway::Gateway gateway(installation->environment, edge::mcp_endpoints());
  if (!gateway.serves(path))
    return Error{ErrorCode::invalid,
                 "there is no MCP server " + path +
                     "; one of /mcp, /mcp/trips, /mcp/templates, /mcp/publisher",
                 {}};
  const std::string& token = settings.text("token");
  Lines lines;
  while (auto line = lines.next()) {
    if (!line->too_long && trim(line->text).empty()) continue;
    if (line->too_long) {
      if (!write_line(std::string(kLineTooLong))) break;
      continue;
    }
    Context context = local_context(*installation);
    if (!token.empty()) context.actor = Actor::from_token(token);
    const http::Request request{.method = "POST",
                                .target = path,
                                .headers = {},
                                .body = std::move(line->text),
                                .peer = "stdio"};
    const std::int64_t begun = host::steady_us();
    const auto exchange = gateway.open_line(path, request, std::move(context));
    host::Driven driven = host::drive(*exchange, *installation->database, installation->sites,
                                      [](const std::string& event) { write_line(event); });
    const http::Served served{.id = {},
                              .status = driven.response.status,
                              .us = host::steady_us() - begun,
                              .bytes_out = static_cast<std::int64_t>(driven.response.body.size()),
                              .meter = driven.meter};
    host::log_audit(*exchange, request, served);
    host::log_request(*exchange, request, served);
    if (!driven.response.body.empty() && !write_line(std::move(driven.response.body))) break;
  }
  return Done();
}

}  // namespace

void add_mcp(CLI::App& app, Program& program) {
  CLI::App* command = app.add_subcommand(
      "mcp", "Serve MCP on standard input and output, for a client on this machine");
  auto path = std::make_shared<std::string>("/mcp");
  command->add_option("--server", *path,
                      "Which server: /mcp, /mcp/trips, /mcp/templates, /mcp/publisher [/mcp]");
  command->footer(
      "In the configuration of a client: command \"voygent\", arguments [\"mcp\", \"--database\", "
      "\"/path/to/voygent.db\"].\nWith VOYGENT_TOKEN the token says whose trips they are.");
  program.on(*command, [&program, path] { return serve_stdio(program, *path); });
}

}  // namespace vg::cli
