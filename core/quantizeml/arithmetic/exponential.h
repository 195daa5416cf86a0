// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Functions in double that every platform computes to the same bits: nothing but sums, products
/// and quotients. Correct to a few units in the last place of a double.
namespace cnn2snn::quantizeml {

double exponential(double x);
/// The error function.
double error_function(double x);

}  // namespace cnn2snn::quantizeml
