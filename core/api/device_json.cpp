// SPDX-License-Identifier: Apache-2.0
#include "api/device_json.h"

#include "cnn2snn/cnn2snn.h"

namespace cnn2snn {
namespace {

void write_limits(JsonWriter& json, std::string_view key, const std::vector<DeviceLimit>& limits) {
  json.key(key).begin_list();
  for (const DeviceLimit& limit : limits) {
    json.begin_object();
    json.member("layer", limit.layer);
    json.member("layer_type", limit.layer_type);
    json.member("rule", limit.rule);
    json.member("value", limit.value);
    json.member("what", limit.what);
    json.member("documented", limit.documented);
    json.member("page", limit.page);
    json.member("remedy", limit.remedy);
    json.end_object();
  }
  json.end_list();
}

}  // namespace

void write_device(JsonWriter& json, const std::optional<DeviceVerdict>& device) {
  json.key("device");
  if (!device) {
    json.null();
    return;
  }
  json.begin_object();
  json.member("name", device->name);
  json.member("verdict", to_string(device->answer));
  write_limits(json, "limits", device->limits);
  write_limits(json, "warnings", device->warnings);
  json.end_object();
}

std::string to_json(std::span<const Device> devices) {
  JsonWriter json;
  json.begin_list();
  for (const Device& device : devices) {
    json.begin_object();
    json.member("name", device.name);
    json.member("ip_version", device.ip_version);
    json.member("hardware", device.hardware);
    json.member("processors", device.processors);
    json.key("can_be").begin_object();
    json.member("CNP1", device.cnp1);
    json.member("CNP2", device.cnp2);
    json.member("FNP2", device.fnp2);
    json.member("FNP3", device.fnp3);
    json.member("TNP_B", device.tnp_b);
    json.member("TNP_R", device.tnp_r);
    json.end_object();
    json.member("hrc", device.hrc);
    json.member("skip_dmas", device.skip_dmas);
    json.member("page", device.page);
    json.end_object();
  }
  json.end_list();
  return json.take();
}

}  // namespace cnn2snn
