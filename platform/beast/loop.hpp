// One event loop and the connections that live on it. Everything here is touched on the loop's own
// thread only.
#pragma once

#include "platform/beast/address_count.hpp"
#include "platform/beast/names.hpp"
#include "platform/beast/server.hpp"

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>
#include <functional>
#include <set>

namespace vg::beast {

using Executor = boost::asio::io_context::executor_type;
// Of TCP or of a Unix domain socket.
using Socket = boost::asio::basic_stream_socket<boost::asio::generic::stream_protocol, Executor>;

class Connection;

struct Loop {
  Loop(const ServerOptions& the_options, const Backend& the_backend, AddressCount& the_addresses,
       boost::asio::thread_pool& the_workers)
      : limits(the_options.limits),
        proxies(the_options.proxies),
        backend(the_backend),
        addresses(the_addresses),
        workers(the_workers) {}

  const Limits& limits;
  const http::Proxies& proxies;
  const Backend& backend;
  AddressCount& addresses;            // of all loops
  boost::asio::thread_pool& workers;  // for what blocks: changes of sites
  boost::asio::io_context context{1};
  boost::asio::executor_work_guard<Executor> keep_running{context.get_executor()};
  std::set<Connection*> connections;
  Names names;
  bool draining = false;
  std::function<void()> drained = {};  // called once, when it drains and the last connection ends
};

// Takes over a socket that was accepted on the loop's executor. `peer` is the address of the
// caller.
void open_connection(Loop& loop, Socket socket, std::string peer);

// Closes the connections that wait for a request; those that work on one close after its answer.
// The loop ends with the last of them and calls `drained`.
void drain(Loop& loop, std::function<void()> drained);

// Closes all connections, whatever they do.
void abandon(Loop& loop);

}  // namespace vg::beast
