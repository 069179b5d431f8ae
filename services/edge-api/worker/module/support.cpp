// The library's ways to end a program print first, and with that bring in all of stdio. A trap says
// enough: the other side throws the instance away.
#include <__verbose_abort>

_LIBCPP_BEGIN_NAMESPACE_STD
[[noreturn]] void __libcpp_verbose_abort(const char*, ...) {
  __builtin_trap();
}
_LIBCPP_END_NAMESPACE_STD
extern "C" [[noreturn]] void abort_message(const char*, ...) {
  __builtin_trap();
}
