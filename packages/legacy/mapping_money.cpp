#include "base/text.hpp"
#include "json/decimal.hpp"
#include "json/write.hpp"
#include "legacy/price.hpp"
#include "legacy/trip_parts.hpp"

namespace vg::legacy {

using json::Value;

namespace {

// What a column of the trip says, as JSON.
Value column_value(TripWork& work, std::string_view name) {
  return cell_value(work.arena, work.row.cell(name));
}

void judge_money(TripWork& work, Value financials, Value total, Value paid) {
  const Value column = column_value(work, "total_cost");
  if (is_blank(financials)) return work.dirt("financials_empty");
  if (total.is_number() && column.is_number() && hundredths(total) != hundredths(column))
    work.dirt("financials_conflict");
  if (total.is_number() && paid.is_number() && hundredths(paid) > hundredths(total))
    work.dirt("financials_overpaid");
}

}  // namespace

Value map_budget(TripWork& work) {
  if (!work.row.table->find("financials")) return {};
  const ReadJson column =
      work.row.cell("financials").is_empty() ? ReadJson{} : work.column("financials");
  const Value financials = column.value.is_object() ? column.value : Value();
  for (const auto& [name, count] : {std::pair("total_cost", Count::trips_total_cost),
                                    std::pair("paid_amount", Count::trips_paid_amount)}) {
    const Value value = column_value(work, name);
    if (value.is_string()) work.dirt("price_text_in_column", name);
    work.findings.add(count, hundredths(value));
  }
  const bool estimate = financials.find("estimated_total") != nullptr;
  const Value total = financials.get(estimate ? "estimated_total" : "total_cost");
  const Value paid = financials.get("paid_amount");
  judge_money(work, financials, total, paid);
  Item budget(work.arena, financials);
  budget.take(estimate ? "estimated_total" : "total_cost");
  budget.take("paid_amount");
  budget.move("currency", "currency");
  const Value stated = is_blank(total) ? column_value(work, "total_cost") : total;
  const Value received = is_blank(paid) ? column_value(work, "paid_amount") : paid;
  budget.put("total", price_of(work.arena, stated));
  budget.put("depositPaid", price_of(work.arena, received));
  budget.put("balanceDue", price_of(work.arena, budget.take("outstanding_amount")));
  return budget.finish();
}

}  // namespace vg::legacy
