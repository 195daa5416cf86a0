// SPDX-License-Identifier: Apache-2.0
#include "base/report_json.h"

namespace cnn2snn {

namespace {

void write_list(JsonWriter& json, std::string_view name, const std::vector<Problem>& problems) {
  json.key(name).begin_list();
  for (const Problem& problem : problems) write(json, problem);
  json.end_list();
}

}  // namespace

void write(JsonWriter& json, const Problem& problem) {
  json.begin_object();
  json.member("id", to_string(problem.id));
  json.member("step", to_string(problem.step));
  json.key("layers").begin_list();
  for (const LayerName& layer : problem.layers) {
    json.begin_object();
    json.member("name", layer.name);
    json.member("class_name", layer.class_name);
    json.end_object();
  }
  json.end_list();
  json.member("reason", problem.reason);
  json.member("remedy", problem.remedy);
  json.member("error_class", problem.error_class);
  json.member("rule", to_string(problem.rule));
  json.end_object();
}

void write_report(JsonWriter& json, const Report& report) {
  write_list(json, "problems", report.problems);
  write_list(json, "warnings", report.warnings);
}

}  // namespace cnn2snn
