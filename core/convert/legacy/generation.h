// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "cnn2snn/akida_model.h"
#include "cnn2snn/progress.h"
#include "convert/legacy/input_scaling.h"
#include "convert/legacy/layer.h"

namespace cnn2snn::legacy {

/// Makes the Akida layers of a checked branch. `akida_layers`: Keras layer name → Akida layer name.
/// After a refused layer the rest is still checked, on a model that starts there.
akida::Model generate(const keras::Graph& graph, const std::vector<LegacyLayer>& branch,
                      const InputScaling& scaling, const Progress& progress, Report& report,
                      std::map<std::string, std::string>& akida_layers);

}  // namespace cnn2snn::legacy
