# Native toolchain: Debian's clang 19 with libstdc++ 12 and lld. ADR 0001 says why.
set(CMAKE_C_COMPILER clang-19)
set(CMAKE_CXX_COMPILER clang++-19)
set(CMAKE_EXE_LINKER_FLAGS_INIT "-fuse-ld=lld-19")
