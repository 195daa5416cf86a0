// SPDX-License-Identifier: Apache-2.0
#include "convert/legacy/reductions.h"

#include <gtest/gtest.h>

#include <cmath>

namespace cnn2snn::legacy {
namespace {

// 1e8 swallows ones, so results tell which elements met it.
constexpr float kBig = 1e8F;

std::vector<float> column(std::size_t rows,
                          std::initializer_list<std::pair<std::size_t, float>> at) {
  std::vector<float> values(rows, 1.F);
  for (const auto& [row, value] : at) values[row] = value;
  return values;
}

// The same column eight times, so that it fills a register.
std::vector<float> repeated(const std::vector<float>& values, std::size_t columns) {
  std::vector<float> result;
  for (const float value : values) result.insert(result.end(), columns, value);
  return result;
}

TEST(ColumnSums, FewRowsAreAddedInOrder) {
  const auto values = repeated(column(15, {{0, kBig}, {1, -kBig}}), 8);
  EXPECT_EQ(column_sums(values, 8), std::vector<float>(8, 13.F));
}

TEST(ColumnSums, SixteenRowsGoToFourAccumulators) {
  // Rows 0, 4, 8, 12 and rows 1, 5, 9, 13 lose their ones; the other eight remain.
  const auto values = repeated(column(16, {{0, kBig}, {1, -kBig}}), 8);
  EXPECT_EQ(column_sums(values, 8), std::vector<float>(8, 8.F));
}

TEST(ColumnSums, LeftOverRowsComeLast) {
  const auto values = repeated(column(18, {{0, kBig}, {1, -kBig}}), 8);
  EXPECT_EQ(column_sums(values, 8), std::vector<float>(8, 10.F));
}

TEST(ColumnSums, LastColumnsAreAddedInOrder) {
  const auto values = repeated(column(16, {{0, kBig}, {1, -kBig}}), 11);
  const std::vector<float> sums = column_sums(values, 11);
  EXPECT_EQ(sums[7], 8.F);
  EXPECT_EQ(sums[8], 14.F);
  EXPECT_EQ(sums[10], 14.F);
}

TEST(ColumnSums, OneColumnIsASumOfEverything) {
  const auto values = column(16, {{0, kBig}, {8, -kBig}});
  EXPECT_EQ(column_sums(values, 1), std::vector<float>{sum(values)});
}

TEST(Sum, LanesAreAddedHalfOntoHalf) {
  // Lanes 0 and 4 meet first: the big values vanish before any one is lost.
  EXPECT_EQ(sum(column(8, {{0, kBig}, {4, -kBig}})), 6.F);
  // Lanes 0 and 1 meet last: 0 has swallowed 4, 2 and 6; 1 has swallowed 5, 3 and 7.
  EXPECT_EQ(sum(column(8, {{0, kBig}, {1, -kBig}})), 0.F);
}

TEST(Sum, FourRegistersMakeFourAccumulators) {
  // Elements 0 and 8 are lane 0 of two registers. Three registers are added in order: only element
  // 16 remains of the lane. Eight registers: both accumulators lose a one before they meet.
  EXPECT_EQ(sum(column(24, {{0, kBig}, {8, -kBig}})), 22.F);
  EXPECT_EQ(sum(column(64, {{0, kBig}, {8, -kBig}})), 60.F);
}

TEST(Sum, TailIsAddedOnItsOwn) {
  // The ones of the tail are lost next to -1e8, before the lanes come in.
  EXPECT_EQ(sum(column(11, {{0, kBig}, {8, -kBig}})), 0.F);
}

TEST(Sum, LongTensorsAreHalvedAtAMultipleOfEight) {
  // 8193 elements: halves of 4104 and 4089. Each half loses its own small values; in one range the
  // big ones would cancel in their lane first.
  std::vector<float> values(8193, 0.F);
  values[0] = kBig;
  values[4104] = -kBig;
  values[4105] = 3.F;  // lane 1
  EXPECT_EQ(sum(values), 0.F);
  values[4105] = 0.F;
  values[8184] = 1.F;  // lane 0, the first accumulator of the right half
  EXPECT_EQ(sum(values), 0.F);
}

TEST(StandardDeviations, ArePopulationDeviations) {
  const std::vector<float> values = {1, 10, 3, 30, 5, 50, 7, 70};
  const std::vector<float> deviations = standard_deviations(values, 2);
  EXPECT_FLOAT_EQ(deviations[0], std::sqrt(5.F));
  EXPECT_FLOAT_EQ(deviations[1], std::sqrt(500.F));
  EXPECT_FLOAT_EQ(standard_deviations(std::vector<float>{2, 4}, 1)[0], 1.F);
}

}  // namespace
}  // namespace cnn2snn::legacy
