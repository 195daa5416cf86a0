// SPDX-License-Identifier: Apache-2.0
//
// model_seeds FOLDER FILE...: seeds of model_fuzzer from .h5 and .keras files, one for each call.
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

#include "base/conversion_error.h"
#include "fuzz/model_form.h"

int main(int count, char** arguments) {
  namespace fs = std::filesystem;
  using namespace cnn2snn;
  for (int i = 2; i < count; ++i) {
    const fs::path path = arguments[i];
    std::ifstream in(path, std::ios::binary);
    const std::vector<char> content{std::istreambuf_iterator<char>(in), {}};
    const std::vector<std::uint8_t> bytes(content.begin(), content.end());
    try {
      fuzz::Form form = fuzz::read_model(bytes);
      for (const char* call : {"convert", "check", "quantize"}) {
        form["call"] = call;
        const std::string name =
            path.parent_path().filename().string() + "." + path.stem().string() + "." + call;
        std::ofstream(fs::path(arguments[1]) / name) << form.dump();
      }
    } catch (const std::exception& error) {
      // Damaged fixtures are no seeds.
      std::cerr << path.string() << ": " << error.what() << '\n';
    }
  }
}
