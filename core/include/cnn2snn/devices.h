// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Akida devices and what their documentation says they cannot run. Which device takes a model in
/// the end is decided by the Akida runtime's mapping, whose rules for placing layers are not
/// documented: nothing here ever says "yes".
namespace cnn2snn {

/// A device of the public Akida API, as it describes itself. One processor can be of several types,
/// one at a time.
struct Device {
  std::string_view name;        ///< Of the function that makes it, e.g. "AKD1000".
  std::string_view ip_version;  ///< "v1", "v2" or "pico", as akida::ip_version.
  std::string_view hardware;    ///< e.g. "BC.00.000.002"
  int processors;               ///< Neural processors in all.
  int cnp1;                     ///< Of them: convolutions.
  int cnp2;                     ///< Separable convolutions.
  int fnp2;                     ///< Dense layers, weights in external memory.
  int fnp3;                     ///< Dense layers, weights in internal memory.
  int tnp_b;                    ///< Temporal convolutions.
  int tnp_r;                    ///< Recurrent layers.
  int skip_dmas;                ///< For skip connections.
  bool hrc;                     ///< Has the unit for a first convolution on images.
  std::string_view page;        ///< Of the documented limits.
};

/// All of them: Akida 1.0, then 2.0, then Pico.
std::span<const Device> devices();
/// By exact name; nullptr: no such device.
const Device* find_device(std::string_view name);

/// A value of a model outside what is documented for a device.
struct DeviceLimit {
  std::string layer;       ///< Akida layer; empty: the model as a whole.
  std::string layer_type;  ///< e.g. "Conv2D"
  std::string rule;        ///< What is limited, e.g. "padding"; names do not change.
  std::string value;       ///< As the layer has it, e.g. "valid".
  std::string what;        ///< The same in words, e.g. "padding valid".
  std::string documented;  ///< What the page says, e.g. "same".
  std::string page;        ///< URL
  std::string remedy;      ///< The change that mends it.
};

/// `layer (type): what; documented: …` in one line.
std::string describe(const DeviceLimit& limit);

struct DeviceVerdict {
  enum class Answer {
    kNo,    ///< Something documented stands against it.
    kOpen,  ///< Nothing documented does; whether it fits is decided by the Akida runtime.
  };
  std::string name;  ///< Of the device.
  Answer answer = Answer::kOpen;
  std::vector<DeviceLimit> limits;    ///< All that are broken, in the order of the layers.
  std::vector<DeviceLimit> warnings;  ///< Outside what is documented, but the runtime maps it.
};
std::string_view to_string(DeviceVerdict::Answer answer);  ///< "no" or "open".

}  // namespace cnn2snn
