// SPDX-License-Identifier: Apache-2.0
//
// In place of H5M.c (maps), H5ES*.c (asynchronous calls), H5VLdyn_ops.c (operations that connectors
// add) and the text dumps for debugging: packages that HDF5 starts and ends, but that nothing calls.
#define H5M_FRIEND
#define H5ES_FRIEND
#define H5S_FRIEND
#define H5T_FRIEND
#define H5VL_FRIEND
#include "H5private.h"
#include "H5Mprivate.h"
#include "H5ESprivate.h"
#include "H5Sprivate.h"
#include "H5Tpkg.h"
#include "H5Tconv.h"
#include "H5VLpkg.h"

herr_t H5M_init(void) {
  return SUCCEED;
}

int H5M_term_package(void) {
  return 0;
}

int H5M_top_term_package(void) {
  return 0;
}

int H5ES_term_package(void) {
  return 0;
}

herr_t H5S_debug(H5F_t *f, const void *_mesg, FILE *stream, int indent, int fwidth) {
  (void)f;
  (void)_mesg;
  (void)stream;
  (void)indent;
  (void)fwidth;
  return FAIL;
}

herr_t H5T_debug(const H5T_t *dt, FILE *stream) {
  (void)dt;
  (void)stream;
  return FAIL;
}

herr_t H5T__print_path_stats(H5T_path_t *path, int *nprint) {
  (void)path;
  (void)nprint;
  return SUCCEED;
}

size_t H5VL__num_opt_operation(void) {
  return 0;
}

herr_t H5VL__term_opt_operation(void) {
  return SUCCEED;
}
