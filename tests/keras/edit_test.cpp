// SPDX-License-Identifier: Apache-2.0
#include "keras/edit.h"

#include <gtest/gtest.h>

#include "keras/neighbours.h"
#include "quantizeml/sanitize/graph_builder.h"

namespace cnn2snn::keras {
namespace {

using tests::describe;
using tests::GraphBuilder;

Graph chain() {
  GraphBuilder builder;
  builder.input({4, 4, 2}).relu("a").relu("b").relu("c");
  return builder.done();
}

Layer relu(const std::string& name) {
  Layer layer;
  layer.name = name;
  layer.class_name = "ReLU";
  return layer;
}

TEST(Edit, InsertsRemovesAndSwapsInKerasOrder) {
  Graph graph = chain();
  const Neighbours neighbours(graph);
  Edit edit(graph);
  edit.insert_after(1, relu("new"), neighbours.outbounds(1));
  edit.bypass(2, neighbours.outbounds(2));
  edit.finish();
  EXPECT_EQ(describe(graph), "input a(input) new(a) c(new)");
  EXPECT_EQ(graph.shapes().size(), 4U);
  EXPECT_EQ(graph.shapes()[3], (Shape{4, 4, 2}));
}

TEST(Edit, AnInsertedLayerBecomesTheOutput) {
  Graph graph = chain();
  Edit edit(graph);
  edit.insert_after(3, relu("last"), {});
  edit.finish();
  EXPECT_EQ(graph.layers[graph.outputs[0].layer].name, "last");
}

TEST(Edit, WhatIsNotFinishedIsUndone) {
  Graph graph = chain();
  const Neighbours neighbours(graph);
  {
    Edit edit(graph);
    edit.layer(1).class_name = "Activation";
    edit.insert_after(1, relu("new"), neighbours.outbounds(1));
    edit.swap(1, 2, neighbours.outbounds(2));
    edit.move_output(3, 2);
  }
  EXPECT_EQ(describe(graph), "input a(input) b(a) c(b)");
  EXPECT_EQ(graph.layers[1].class_name, "ReLU");
  EXPECT_EQ(graph.outputs[0].layer, 3U);
}

TEST(Edit, WhatKerasCouldNotBuildIsUndone) {
  Graph graph = chain();
  const auto fails = [&graph](auto change) {
    {
      Edit edit(graph);
      change(edit);
      EXPECT_THROW(edit.finish(), EditFailure);
    }
    EXPECT_EQ(describe(graph), "input a(input) b(a) c(b)");
    EXPECT_EQ(graph.shapes()[3], (Shape{4, 4, 2}));
  };
  fails([](Edit& edit) { edit.insert_after(3, relu("a"), {}); });  // a name twice
  fails([](Edit& edit) { edit.remove(2); });                       // still taken by "c"
  fails([](Edit& edit) { edit.relink(1, 0, 3); });                 // a circle
  fails([](Edit& edit) { edit.layer(2).class_name = "Conv2D"; });  // no kernel size
}

}  // namespace
}  // namespace cnn2snn::keras
