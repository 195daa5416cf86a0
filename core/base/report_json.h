// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json_writer.h"
#include "cnn2snn/report.h"

namespace cnn2snn {

/// A problem or a warning as an object.
void write(JsonWriter& json, const Problem& problem);

/// The members "problems" and "warnings" of the object that is open.
void write_report(JsonWriter& json, const Report& report);

}  // namespace cnn2snn
