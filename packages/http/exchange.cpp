#include "http/exchange.hpp"

namespace vg::http {

Work Exchange::sent() {
  VG_ASSERT(false);
  return Response();
}

Work Exchange::woken(const Woken&) {
  VG_ASSERT(false);
  return Response();
}

}  // namespace vg::http
