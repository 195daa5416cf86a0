// SPDX-License-Identifier: Apache-2.0
// Converts the model named and says how many bytes came out, or why none did.
#include <cnn2snn/cnn2snn.h>

#include <cstdint>
#include <fstream>
#include <iostream>
#include <iterator>
#include <vector>

int main(int, char** arguments) {
  std::ifstream file(arguments[1], std::ios::binary);
  const std::istreambuf_iterator<char> begin(file), end;
  const std::vector<std::uint8_t> bytes(begin, end);
  cnn2snn::ConversionResult result = cnn2snn::convert(bytes);
  if (!result.report.ok()) std::cerr << cnn2snn::describe(result.report.problems[0]) << '\n';
  std::cout << result.fbz.size() << '\n';
  return result.report.ok() ? 0 : 1;
}
