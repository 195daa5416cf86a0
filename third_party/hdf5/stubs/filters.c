// SPDX-License-Identifier: Apache-2.0
//
// In place of H5Znbit.c and H5Zscaleoffset.c, filters that Keras files do not use and that are refused,
// and of H5Ztrans.c (arithmetic on data while it is read), which is never asked for.
#define H5Z_FRIEND
#include "H5private.h"
#include "H5Zpkg.h"

static size_t refuse(unsigned flags, size_t cd_nelmts, const unsigned cd_values[], size_t nbytes,
                     size_t *buf_size, void **buf) {
  (void)flags;
  (void)cd_nelmts;
  (void)cd_values;
  (void)nbytes;
  (void)buf_size;
  (void)buf;
  return 0;
}

#define REFUSED_FILTER(filter_id, filter_name)                                       \
  {                                                                                  \
    .version = H5Z_CLASS_T_VERS, .id = filter_id, .encoder_present = 1,              \
    .decoder_present = 1, .name = filter_name, .filter = refuse                      \
  }

H5Z_class2_t H5Z_NBIT[1] = {REFUSED_FILTER(H5Z_FILTER_NBIT, "nbit")};
H5Z_class2_t H5Z_SCALEOFFSET[1] = {REFUSED_FILTER(H5Z_FILTER_SCALEOFFSET, "scaleoffset")};

herr_t H5Z_xform_copy(H5Z_data_xform_t **data_xform_prop) {
  (void)data_xform_prop;
  return SUCCEED;
}

herr_t H5Z_xform_destroy(H5Z_data_xform_t *data_xform_prop) {
  (void)data_xform_prop;
  return SUCCEED;
}

H5Z_data_xform_t *H5Z_xform_create(const char *expr) {
  (void)expr;
  return NULL;
}

herr_t H5Z_xform_eval(H5Z_data_xform_t *data_xform_prop, void *array, size_t array_size, const H5T_t *buf_type) {
  (void)data_xform_prop;
  (void)array;
  (void)array_size;
  (void)buf_type;
  return FAIL;
}

const char *H5Z_xform_extract_xform_str(const H5Z_data_xform_t *data_xform_prop) {
  (void)data_xform_prop;
  return NULL;
}

bool H5Z_xform_noop(const H5Z_data_xform_t *data_xform_prop) {
  (void)data_xform_prop;
  return true;
}
