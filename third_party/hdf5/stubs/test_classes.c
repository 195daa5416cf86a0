// SPDX-License-Identifier: Apache-2.0
//
// In place of H5B2test.c, H5EAtest.c and H5FAtest.c. HDF5's tables of B-tree and array classes hold
// entries for its own test suite, and a file may name them. Creating a context for such a class
// fails, which ends the opening of that index before any other callback can be reached.
#define H5B2_FRIEND
#define H5EA_FRIEND
#define H5FA_FRIEND
#include "H5private.h"
#include "H5B2pkg.h"
#include "H5EApkg.h"
#include "H5FApkg.h"

static void *refuse_context(void *udata) {
  (void)udata;
  return NULL;
}

const H5B2_class_t H5B2_TEST[1] = {{
    .id = H5B2_TEST_ID, .name = "test", .nrec_size = 1, .crt_context = refuse_context}};
const H5B2_class_t H5B2_TEST2[1] = {{
    .id = H5B2_TEST2_ID, .name = "test", .nrec_size = 1, .crt_context = refuse_context}};
const H5EA_class_t H5EA_CLS_TEST[1] = {{
    .id = H5EA_CLS_TEST_ID, .name = "test", .nat_elmt_size = 1, .crt_context = refuse_context}};
const H5FA_class_t H5FA_CLS_TEST[1] = {{
    .id = H5FA_CLS_TEST_ID, .name = "test", .nat_elmt_size = 1, .crt_context = refuse_context}};
