#include "trip/budget.hpp"

#include "json/decimal.hpp"
#include "shape/scalars.hpp"
#include "trip/document.hpp"

#include <cmath>

namespace vg::trip {

using json::Member;
using json::Value;

namespace {

std::int64_t power_of_ten(int exponent) {
  std::int64_t out = 1;
  for (int i = 0; i < exponent; ++i) out *= 10;
  return out;
}

std::int64_t rounded(double value) {
  return static_cast<std::int64_t>(std::llround(value));
}

// Into the budget's currency by the document's own rate; nothing without one.
std::optional<Money> convert(Money money, Currency to, Value rates) {
  if (money.currency == to) return money;
  const Value rate = rates.get(money.currency.code());
  if (!rate.is_number() || json::to_double(rate) <= 0) return std::nullopt;
  const double scale = static_cast<double>(power_of_ten(to.exponent())) /
                       static_cast<double>(power_of_ten(money.currency.exponent()));
  return Money{rounded(static_cast<double>(money.minor) * json::to_double(rate) * scale), to};
}

// Adds up amounts in one currency as long as all of them can be expressed in it.
class Sum {
 public:
  Sum(std::optional<Currency> currency, Value rates) : currency_(currency), rates_(rates) {}

  void add(Money money) {
    if (!currency_) currency_ = money.currency;
    const auto converted = convert(money, *currency_, rates_);
    if (!converted) {
      complete_ = false;
      return;
    }
    used_rate_ = used_rate_ || !(money.currency == *currency_);
    minor_ += converted->minor;
    any_ = true;
  }

  std::optional<Money> result() const {
    if (!complete_ || !any_) return std::nullopt;
    return Money{minor_, *currency_};
  }
  bool used_rate() const { return used_rate_; }

 private:
  std::optional<Currency> currency_;
  Value rates_;
  std::int64_t minor_ = 0;
  bool complete_ = true;
  bool any_ = false;
  bool used_rate_ = false;
};

void add_to(std::vector<Money>& sums, Money money) {
  for (Money& sum : sums) {
    if (sum.currency == money.currency) {
      sum.minor += money.minor;
      return;
    }
  }
  sums.push_back(money);
}

std::optional<Money> paid_of(Value budget, std::optional<Currency> currency) {
  Sum sum(currency, budget.get("fx"));
  for (const Member& payment : budget.get("payments").members())
    if (payment.value.get_text("status") == "paid")
      if (const auto amount = shape::to_money(payment.value.get("amount"))) sum.add(*amount);
  if (sum.result()) return sum.result();
  return shape::to_money(budget.get("depositPaid"));
}

}  // namespace

std::int64_t travelers_of(Value stored) {
  const Value travelers = stored.get("travelers");
  if (const Value count = travelers.get("count"); count.integer() > 0) return count.integer();
  if (const auto listed = travelers.get("details").members().size(); listed > 0)
    return static_cast<std::int64_t>(listed);
  if (const auto named = travelers.get("names").items().size(); named > 0)
    return static_cast<std::int64_t>(named);
  return travelers.get("adults").integer() + travelers.get("children").integer();
}

Totals totals_of(Value stored) {
  const Value budget = stored.get("budget");
  auto currency = Currency::from_code(budget.get_text("currency"));
  if (!currency) currency = currency_of(stored);
  const std::int64_t travelers = travelers_of(stored);
  Totals out;
  Sum total(currency, budget.get("fx"));
  Sum low(currency, budget.get("fx"));
  Sum high(currency, budget.get("fx"));
  for (const Member& member : budget.get("lineItems").members()) {
    const Value line = member.value;
    const auto lo = shape::to_money(line.get("amountLo"));
    const auto hi = shape::to_money(line.get("amountHi"));
    auto amount = shape::to_money(line.get("amount"));
    if (!amount) amount = hi ? hi : lo;
    if (!amount) continue;
    const Value quantity = line.get("qty");
    double times = quantity.is_number() ? json::to_double(quantity) : 1;
    if (line.get("perPerson").boolean() && travelers > 0) times *= static_cast<double>(travelers);
    const auto scaled = [&](Money money) {
      return Money{times == 1 ? money.minor : rounded(static_cast<double>(money.minor) * times),
                   money.currency};
    };
    total.add(scaled(*amount));
    low.add(scaled(lo.value_or(*amount)));
    high.add(scaled(hi.value_or(*amount)));
    add_to(out.by_currency, scaled(*amount));
    out.ranged = out.ranged || (lo && hi && lo->minor != hi->minor);
  }
  out.total = total.result();
  out.converted = total.used_rate();
  if (out.ranged) {
    out.low = low.result();
    out.high = high.result();
  }
  if (out.total && travelers > 0)
    out.per_person =
        Money{rounded(static_cast<double>(out.total->minor) / static_cast<double>(travelers)),
              out.total->currency};
  out.stated = shape::to_money(budget.get("total"));
  out.paid = paid_of(budget, currency);
  return out;
}

}  // namespace vg::trip
