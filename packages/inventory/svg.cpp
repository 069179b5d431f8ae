// The drawing: a column for each layer, in each column the nodes below one another, ordered so that
// they stand near those that they depend on.
#include "base/text.hpp"
#include "inventory/report.hpp"

#include <algorithm>
#include <numeric>

namespace vg::inventory {
namespace {

constexpr int kBoxWidth = 250, kBoxHeight = 44, kColumnGap = 130, kRowGap = 18;
constexpr int kMargin = 24, kTop = 64;
constexpr std::size_t kLongestLabel = 28;

constexpr std::array<std::string_view, kLayers> kHeads = {"Chats", "Deployments", "Services",
                                                          "Databases and stores", "External APIs"};
constexpr std::array<std::string_view, kLayers> kClasses = {"chat", "deployment", "service",
                                                            "store", "api"};

constexpr std::string_view kStyle =
    "text{font:13px "
    "system-ui,sans-serif;fill:#1d2733}.head{font-weight:600;fill:#52606d}.detail{font-size:11px;"
    "fill:#52606d}"
    "rect{stroke-width:1.2}.chat{fill:#fdf1dc;stroke:#b7791f}.deployment{fill:#eceff3;stroke:#"
    "7b8794}.service{fill:#e3edfb;stroke:#2b6cb0}"
    ".store{fill:#e2f4e8;stroke:#2f855a}.api{fill:#f7e6ee;stroke:#b83280}.edge{fill:none;stroke:#"
    "7b8794;stroke-width:1.3}"
    "#tip{fill:#7b8794}.ground{fill:#fff}";

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      default: out += c;
    }
  }
  return out;
}

std::string attribute(std::string_view name, int value) {
  return " " + std::string(name) + "=\"" + std::to_string(value) + "\"";
}

struct Place {
  int x = 0, y = 0;
};

class Drawing {
 public:
  explicit Drawing(const Graph& graph) : graph_(graph) {
    columns_.resize(kLayers);
    for (int i = 0; i < static_cast<int>(graph.nodes.size()); ++i)
      columns_[layer_of(i)].push_back(i);
    order();
    place();
  }

  std::string text() const {
    std::string out =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-labelledby=\"title desc\"" +
        attribute("width", width_) + attribute("height", height_) + " viewBox=\"0 0 " +
        std::to_string(width_) + " " + std::to_string(height_) +
        "\">\n<title id=\"title\">What depends on what</title>\n<desc id=\"desc\">" +
        escaped(description()) + "</desc>\n<style>" + std::string(kStyle) +
        "</style>\n<defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" "
        "markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\">"
        "<path d=\"M0 0L8 4L0 8z\"/></marker></defs>\n<rect class=\"ground\" width=\"100%\" "
        "height=\"100%\"/>\n";
    for (std::size_t layer = 0; layer < columns_.size(); ++layer)
      if (!columns_[layer].empty())
        out += "<text class=\"head\"" + attribute("x", at(columns_[layer][0]).x) +
               attribute("y", kTop - 22) + ">" + std::string(kHeads[layer]) + "</text>\n";
    for (const GraphEdge& edge : graph_.edges) out += drawn(edge);
    for (int i = 0; i < static_cast<int>(graph_.nodes.size()); ++i) out += drawn(i);
    if (graph_.nodes.empty()) out += "<text x=\"24\" y=\"42\">Nothing was found.</text>\n";
    return out + "</svg>\n";
  }

 private:
  const GraphNode& node(int i) const { return graph_.nodes[static_cast<std::size_t>(i)]; }
  std::size_t layer_of(int i) const { return static_cast<std::size_t>(node(i).layer); }
  const Place& at(int i) const { return places_[static_cast<std::size_t>(i)]; }

  std::string description() const {
    std::string out;
    for (std::size_t layer = 0; layer < columns_.size(); ++layer)
      out += (out.empty() ? "" : ", ") + std::string(kHeads[layer]) + ": " +
             std::to_string(columns_[layer].size());
    return out + "; " +
           count_of(static_cast<std::int64_t>(graph_.edges.size()), "dependency", "dependencies") +
           ".";
  }

  // Every node goes to the mean place of its neighbours; a few sweeps are enough to untangle most.
  void order() {
    constexpr int kSweeps = 6, kUnit = 1'000;
    std::vector<int> rank(graph_.nodes.size());
    const auto number = [&](const std::vector<int>& column) {
      for (std::size_t i = 0; i < column.size(); ++i)
        rank[static_cast<std::size_t>(column[i])] =
            static_cast<int>(kUnit * (2 * i + 1) / (2 * column.size()));
    };
    for (const auto& column : columns_) number(column);
    for (int sweep = 0; sweep < kSweeps; ++sweep) {
      std::vector<std::int64_t> sum(graph_.nodes.size()), count(graph_.nodes.size());
      for (const GraphEdge& edge : graph_.edges)
        for (const auto& [one, other] :
             {std::pair(edge.from, edge.to), std::pair(edge.to, edge.from)}) {
          sum[static_cast<std::size_t>(one)] += rank[static_cast<std::size_t>(other)];
          ++count[static_cast<std::size_t>(one)];
        }
      const auto mean = [&](int i) {
        const auto k = static_cast<std::size_t>(i);
        return count[k] == 0 ? std::int64_t{rank[k]} : sum[k] / count[k];
      };
      for (auto& column : columns_) {
        std::ranges::sort(
            column, [&](int a, int b) { return std::pair(mean(a), a) < std::pair(mean(b), b); });
        number(column);
      }
    }
  }

  void place() {
    places_.resize(graph_.nodes.size());
    std::size_t tallest = 1;
    for (const auto& column : columns_) tallest = std::max(tallest, column.size());
    const int height = static_cast<int>(tallest) * (kBoxHeight + kRowGap);
    int x = kMargin;
    for (const auto& column : columns_) {
      if (column.empty()) continue;
      const int step = height / static_cast<int>(column.size());
      for (std::size_t i = 0; i < column.size(); ++i)
        places_[static_cast<std::size_t>(column[i])] = {
            x, kTop + static_cast<int>(i) * step + (step - kBoxHeight) / 2};
      x += kBoxWidth + kColumnGap;
    }
    width_ = std::max(x - kColumnGap, kMargin + kBoxWidth) + kMargin + kColumnGap / 2;
    height_ = kTop + height + kMargin;
  }

  std::string drawn(const GraphEdge& edge) const {
    const Place from = at(edge.from), to = at(edge.to);
    const int y1 = from.y + kBoxHeight / 2, y2 = to.y + kBoxHeight / 2;
    const bool beside = from.x == to.x;
    const bool back = to.x < from.x;
    const int x1 = back ? from.x : from.x + kBoxWidth,
              x2 = beside || back ? to.x + kBoxWidth : to.x;
    const int bend = beside ? kColumnGap / 2 : kColumnGap / 2 * (back ? -1 : 1);
    const auto point = [](int x, int y) { return std::to_string(x) + " " + std::to_string(y); };
    return "<path class=\"edge\" marker-end=\"url(#tip)\" d=\"M" + point(x1, y1) + "C" +
           point(x1 + bend, y1) + " " + point(beside ? x2 + bend : x2 - bend, y2) + " " +
           point(x2, y2) + "\"><title>" +
           escaped(node(edge.from).label + " → " + node(edge.to).label +
                   (edge.label.empty() ? "" : ": " + edge.label)) +
           "</title></path>\n";
  }

  std::string drawn(int i) const {
    const GraphNode& one = node(i);
    const Place place = at(i);
    return "<g><title>" + escaped(one.label + " (" + one.detail + ")") + "</title><rect class=\"" +
           std::string(kClasses[layer_of(i)]) + "\" rx=\"" +
           (one.layer == Layer::store ? "18" : "6") + "\"" + attribute("x", place.x) +
           attribute("y", place.y) + attribute("width", kBoxWidth) +
           attribute("height", kBoxHeight) + "/><text" + attribute("x", place.x + 12) +
           attribute("y", place.y + 19) + ">" + escaped(shorten(one.label, kLongestLabel)) +
           "</text><text class=\"detail\"" + attribute("x", place.x + 12) +
           attribute("y", place.y + 35) + ">" + escaped(one.detail) + "</text></g>\n";
  }

  const Graph& graph_;
  std::vector<std::vector<int>> columns_;
  std::vector<Place> places_;
  int width_ = 0, height_ = 0;
};

}  // namespace

std::string as_svg(const Graph& graph) {
  return Drawing(graph).text();
}

}  // namespace vg::inventory
