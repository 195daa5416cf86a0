// SPDX-License-Identifier: Apache-2.0
//
// In place of H5PL*.c. HDF5 loads shared libraries that a file or the environment names (filters,
// drivers, connectors). A converter that reads files from strangers loads nothing: every search
// ends without a result, as it does upstream when plug-in loading is switched off.
#include "H5private.h"
#include "H5PLprivate.h"

const void *H5PL_load(H5PL_type_t plugin_type, const H5PL_key_t *key) {
  (void)plugin_type;
  (void)key;
  return NULL;
}

herr_t H5PL_iterate(H5PL_iterate_type_t iter_type, H5PL_iterate_t iter_op, void *op_data) {
  (void)iter_type;
  (void)iter_op;
  (void)op_data;
  return H5_ITER_CONT;
}

herr_t H5PLset_loading_state(unsigned int plugin_control_mask) {
  return plugin_control_mask == 0 ? 0 : -1;
}

herr_t H5PLget_loading_state(unsigned int *plugin_control_mask) {
  if (plugin_control_mask != NULL) *plugin_control_mask = 0;
  return 0;
}

int H5PL_term_package(void) { return 0; }
