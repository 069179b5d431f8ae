#include "shape/shape.hpp"

#include <array>

namespace vg::shape {
namespace {

constexpr std::array<std::string_view, 42> kPrivateNames = {"commission",
                                                            "commissionRate",
                                                            "commissionPct",
                                                            "commissionAmount",
                                                            "commissionExpected",
                                                            "commissionSummary",
                                                            "netRate",
                                                            "netFare",
                                                            "netPrice",
                                                            "nonCommissionable",
                                                            "markup",
                                                            "markupPct",
                                                            "targetCommission",
                                                            "supplierEmail",
                                                            "supplierPhone",
                                                            "supplierContact",
                                                            "supplierContacts",
                                                            "rateCode",
                                                            "promoCode",
                                                            "groupRate",
                                                            "leadSource",
                                                            "legalName",
                                                            "dob",
                                                            "dateOfBirth",
                                                            "passport",
                                                            "passportNumber",
                                                            "passportExpiry",
                                                            "email",
                                                            "clientEmail",
                                                            "clientPhone",
                                                            "clientContact",
                                                            "loyalty",
                                                            "loyaltyNumbers",
                                                            "knownTravelerNumber",
                                                            "medical",
                                                            "emergencyContact",
                                                            "driverLicense",
                                                            "sourceText",
                                                            "internalNotes",
                                                            "pnr",
                                                            "ticketNumbers",
                                                            "creditCard"};

bool next_letter(std::string_view& text, char& out) {
  while (!text.empty() && (text.front() == '_' || text.front() == '-' || text.front() == ' '))
    text.remove_prefix(1);
  if (text.empty()) return false;
  out = text.front();
  if (out >= 'A' && out <= 'Z') out = static_cast<char>(out - 'A' + 'a');
  text.remove_prefix(1);
  return true;
}

// Calls `use` with each word of a list separated by spaces until it returns true.
template <class Use>
bool any_word(std::string_view words, Use use) {
  while (!words.empty()) {
    const std::size_t end = words.find(' ');
    if (use(words.substr(0, end))) return true;
    if (end == std::string_view::npos) return false;
    words.remove_prefix(end + 1);
  }
  return false;
}

}  // namespace

bool is_word_of(const Field& field, std::string_view word) {
  return any_word(field.words, [&](std::string_view candidate) { return candidate == word; });
}

bool is_private_name(std::string_view name) {
  for (std::string_view candidate : kPrivateNames)
    if (same_spelling(candidate, name)) return true;
  return false;
}

bool same_spelling(std::string_view a, std::string_view b) {
  char x = 0;
  char y = 0;
  for (;;) {
    const bool more_a = next_letter(a, x);
    const bool more_b = next_letter(b, y);
    if (more_a != more_b) return false;
    if (!more_a) return true;
    if (x != y) return false;
  }
}

std::string to_item_id(std::string_view text) {
  constexpr std::size_t kMax = 40;
  std::string out;
  for (char c : text) {
    if (out.size() == kMax) break;
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (plain) {
      out += c;
    } else if (!out.empty() && out.back() != '-') {
      out += '-';
    }
  }
  while (out.ends_with('-')) out.pop_back();
  return out;
}

Match match_field(const Shape& shape, std::string_view key) {
  if (const Field* field = shape.find(key)) return {field, true};
  if (key.empty() || key.front() == '_') return {};
  for (const Field& field : shape.fields) {
    if (same_spelling(field.name, key)) return {&field, false};
    if (any_word(field.aliases, [&](std::string_view alias) { return same_spelling(alias, key); }))
      return {&field, false};
  }
  return {};
}

}  // namespace vg::shape
