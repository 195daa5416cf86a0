// SPDX-License-Identifier: Apache-2.0
//
// In place of H5VLpassthru*.c: the example connector that forwards to another one. Only the native
// connector is present.
#define H5VL_FRIEND
#include "H5private.h"
#include "H5VLpassthru_private.h"
#include "H5VLpkg.h"

H5VL_connector_t *H5VL_PASSTHRU_conn_g = NULL;

herr_t H5VL__passthru_register(void) { return 0; }

herr_t H5VL__passthru_unregister(void) { return 0; }
