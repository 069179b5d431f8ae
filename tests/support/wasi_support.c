/* What Debian's compiler runtime for wasm32 expects and nobody else provides. */
#include <stdint.h>

uintptr_t __stack_chk_guard = 0x5bd1e995u;
_Noreturn void __stack_chk_fail(void) { __builtin_trap(); }
