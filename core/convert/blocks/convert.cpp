// SPDX-License-Identifier: Apache-2.0
#include "convert/blocks/convert.h"

#include <algorithm>
#include <set>

#include "akida/hardware_limits.h"
#include "base/conversion_error.h"
#include "convert/blocks/graph_checks.h"
#include "convert/blocks/inbounds.h"
#include "convert/blocks/patterns.h"
#include "convert/blocks/split.h"

namespace cnn2snn::blocks {
namespace {

// A block with the converter chosen for it.
struct Planned {
  const Block* block;
  const BlockConverter* converter;  // nullptr: none fits
  bool input = false;
  bool sound = true;  // passed its checks
};

// Whether the model's input can feed a layer that takes images: 1 or 3 unsigned 8-bit channels.
bool takes_images(const keras::Graph& graph) {
  if (graph.inputs.empty()) return false;
  const keras::Layer& input = graph.layers[graph.inputs[0].layer];
  const auto& shape = input.config["batch_input_shape"].list();
  const std::int64_t channels = shape.empty() ? 0 : shape.back().as_int(0);
  const std::string dtype = input.config["dtype"].as_string("float32");
  const bool integer = dtype.rfind("int", 0) == 0 || dtype.rfind("uint", 0) == 0;
  return (channels == 1 || channels == 3) && (!integer || dtype == "uint8");
}

class Planner {
 public:
  Planner(const Source& source, Report& report)
      : source_(source), report_(report), images_(takes_images(source.graph)) {}

  std::vector<Planned> run(const std::vector<Block>& blocks) {
    std::vector<Planned> plan;
    plan.reserve(blocks.size());
    for (const Block& block : blocks) plan.push_back(planned(block, plan));
    return plan;
  }

 private:
  Planned planned(const Block& block, const std::vector<Planned>& before) {
    const BlockView view(source_, block);
    Planned out{&block, input_converter(view, before), true, true};
    if (out.converter == nullptr) {
      out.converter = find_converter(view, source_.version, false);
      out.input = false;
    }
    if (out.converter == nullptr) {
      report_no_pattern(view);
      out.sound = false;
      return out;
    }
    const std::size_t problems = report_.problems.size();
    BlockChecks checks(view, report_);
    try {
      out.converter->check(view, checks);
    } catch (ConversionError& error) {
      error.at(view.names());
      report_.problems.push_back(error.problem());
    }
    out.sound = report_.problems.size() == problems;
    return out;
  }

  const BlockConverter* input_converter(const BlockView& view,
                                        const std::vector<Planned>& before) const {
    std::size_t converted = before.size();
    if (!before.empty() && before[0].converter == &kQuantizer) {
      const BlockView quantizer(source_, *before[0].block);
      const keras::Value& config = quantizer.layer(0).config;
      if (config.flag("signed", true) || config["bitwidth"].as_int(8) != 8) return nullptr;
      --converted;
    }
    if (converted > 0) return nullptr;
    const BlockConverter* converter = find_converter(view, source_.version, true);
    return converter == &kQuantizer || images_ ? converter : nullptr;
  }

  void report_no_pattern(const BlockView& view) {
    std::string layers;
    for (std::size_t i = 0; i < view.size(); ++i) {
      layers += (i == 0 ? "" : ", ") + view.layer(i).class_name + " (" + view.layer(i).name + ")";
    }
    report_.problems.push_back({ErrorId::kInvalidBlock, Step::kConversion, view.names(),
                                "Invalid block found during conversion: " + layers +
                                    ". Compatible patterns that contain the faulty layers are:" +
                                    describe_patterns(view, source_.version),
                                way_out(view), "RuntimeError"});
  }

  // Models that were quantized for one generation are often converted for the other first.
  std::string way_out(const BlockView& view) const {
    const bool for_v2 = source_.version == AkidaVersion::v2;
    if (!find_converter(view, for_v2 ? AkidaVersion::v1 : AkidaVersion::v2, false)) {
      return "Rearrange these layers into one of the patterns.";
    }
    return std::string(for_v2 ? "Akida 1.0 has this sequence: try target v1"
                              : "Akida 2.0 has this sequence: try target v2") +
           ", or rearrange these layers into one of the patterns.";
  }

  const Source& source_;
  Report& report_;
  bool images_;
};

class Builder {
 public:
  Builder(const Source& source, quantizeml::Recording& recording, Report& report,
          ConvertResult& result)
      : source_(source), recording_(recording), report_(report), result_(result) {}

  void add(const Planned& planned) {
    const BlockView view(source_, *planned.block);
    if (!planned.sound || !ready(*planned.block)) {
      failed_.insert(planned.block->all.begin(), planned.block->all.end());
      return;
    }
    try {
      const std::string name = convert(view, planned);
      for (const std::size_t i : planned.block->all) {
        if (result_.akida_layer[i].empty()) result_.akida_layer[i] = name;
        // The weights are the model's now: a large model is not held twice.
        recording_.layers[i].weights = {};
        recording_.layers[i].pointwise = {};
      }
    } catch (ConversionError& error) {
      failed_.insert(planned.block->all.begin(), planned.block->all.end());
      Problem problem = error.problem();
      if (problem.layers.empty()) problem.layers = view.names();
      problem.reason = "Layers " + quoted(view) + ": unsupported type [" + view.class_names() +
                       "]: " + problem.reason;
      report_.problems.push_back(std::move(problem));
    }
  }

 private:
  // Every layer was recorded, and what comes before was converted.
  bool ready(const Block& block) const {
    for (const std::size_t i : block.all) {
      const keras::Layer& layer = source_.graph.layers[i];
      if (!source_.recording.layers[i].recorded && layer.package == "Custom") return false;
      for (const keras::Inbound& in : layer.inbounds()) {
        if (failed_.count(in.layer) != 0) return false;
      }
    }
    return true;
  }

  std::string convert(const BlockView& view, const Planned& planned) {
    std::vector<std::string> inbounds =
        find_inbounds(source_, planned.block->converted[0], result_.model);
    if (!planned.input && needs_input_data(result_.model, inbounds)) {
      inbounds = {add_input_data(source_, result_.model, inbounds)};
      if (!source_.graph.inputs.empty()) {
        result_.akida_layer[source_.graph.inputs[0].layer] = inbounds[0];
      }
    }
    Target target{result_.model, std::move(inbounds), report_};
    return planned.converter->convert(view, target);
  }

  static std::string quoted(const BlockView& view) {
    std::string out;
    for (std::size_t i = 0; i < view.size(); ++i) {
      out += (i == 0 ? "'" : ", '") + view.layer(i).name + "'";
    }
    return out;
  }

  const Source& source_;
  quantizeml::Recording& recording_;
  Report& report_;
  ConvertResult& result_;
  std::set<std::size_t> failed_;
};

void append(std::vector<Problem>& to, std::vector<Problem>& from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
  from.clear();
}

quantizeml::Recording record(const keras::Graph& graph,
                             const std::vector<std::optional<keras::Shape>>& shapes,
                             std::size_t end, const ConvertOptions& options) {
  quantizeml::RecordOptions record_options;
  record_options.read_values = options.read_values;
  record_options.end = end;
  if (options.progress) {
    // Reading and quantizing weights is most of the work.
    record_options.progress = [&](std::size_t done) {
      options.progress(0.7 * static_cast<double>(done) / static_cast<double>(end),
                       Step::kQuantization);
    };
  }
  return quantizeml::record(graph, shapes, record_options);
}

}  // namespace

ConvertResult convert(const keras::Graph& graph, const ConvertOptions& options, Report& report) {
  ConvertResult result;
  result.akida_layer.resize(graph.layers.size());
  result.ignored.resize(graph.layers.size(), false);
  const auto& shapes = graph.shapes();
  const auto dequantizer = first_dequantizer(graph);
  const std::size_t end = dequantizer ? *dequantizer + 1 : graph.layers.size();
  for (std::size_t i = end; i < graph.layers.size(); ++i) result.ignored[i] = true;

  quantizeml::Recording recording = record(graph, shapes, end, options);
  result.undecided = std::move(recording.undecided);
  append(report.problems, recording.at_load.problems);
  const bool sound = check_graph(graph, options.version, report);
  result.first_build_problem = report.problems.size();
  if (!sound) return result;

  const Source source{graph, shapes, recording, options.version, options.keep_flatten_shift};
  const Split split = split_into_blocks(source, report);
  const std::vector<Planned> plan = Planner(source, report).run(split.blocks);
  append(report.problems, recording.at_run.problems);
  result.first_build_problem = report.problems.size();

  Builder builder(source, recording, report, result);
  result.model.layers.reserve(plan.size() + 1);
  for (std::size_t i = 0; i < plan.size(); ++i) {
    builder.add(plan[i]);
    if (options.progress) {
      options.progress(0.7 + 0.1 * static_cast<double>(i + 1) / static_cast<double>(plan.size()),
                       Step::kConversion);
    }
  }
  if (report.ok() && options.version == AkidaVersion::v1 && options.read_values) {
    akida::apply_v1_hardware_limits(result.model, report);
  }
  return result;
}

}  // namespace cnn2snn::blocks
