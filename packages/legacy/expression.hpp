// The values of an INSERT and the constraints of a CREATE TABLE. Nothing is computed but what an
// exporter writes: replace(), char() and unistr() over literals.
#pragma once

#include "legacy/cell.hpp"
#include "legacy/fault.hpp"
#include "legacy/tokens.hpp"

#include <deque>
#include <optional>
#include <string>
#include <vector>

namespace vg::legacy {

inline constexpr std::size_t kMaxValueBytes = 2'000'000;  // what D1 holds in one value
inline constexpr int kMaxNesting = 16;

// Texts that had to be built, reused from row to row.
class TextPool {
 public:
  std::string& take();
  void reset();

 private:
  static constexpr std::size_t kKept = 64 * 1024;  // a longer one is given back

  std::deque<std::string> texts_;
  std::size_t used_ = 0;
};

struct ExpressionFault {
  Fault fault;
  std::string message;
};

// Reads `(a, b, …)`, the whole of `tuple`, into `cells`. Texts are views into `tuple` or into the
// pool. Nothing when all is well.
std::optional<ExpressionFault> read_tuple(std::string_view tuple, TextPool& pool,
                                          std::vector<Cell>& cells);

// The one literal that `text` is: for defaults. Nothing when it is something else.
std::optional<Cell> read_literal(std::string_view text, TextPool& pool);

// The name of a function that a constraint may not call, in the tokens of an expression; nothing
// when it may all be there. A SELECT counts as one.
std::optional<std::string> forbidden_call(std::string_view expression);

// A number as it is written; nothing for what is none. Hexadecimal ones and such as fit 64 bits are
// integers.
std::optional<Cell> number_cell(std::string_view lexeme, bool negative, TextPool& pool);

}  // namespace vg::legacy
