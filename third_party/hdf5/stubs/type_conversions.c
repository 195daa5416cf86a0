// SPDX-License-Identifier: Apache-2.0
//
// In place of H5Tconv_integer.c, H5Tconv_float.c and the other conversions between datatypes (a fifth
// of the library). cnn2snn reads every dataset and attribute in the type it has in the file and converts
// it itself: HDF5's table of conversions stays empty (../CMakeLists.txt). What else of those files is
// called answers here.
#define H5T_FRIEND
#include "H5private.h"
#include "H5Tpkg.h"
#include "H5Tconv.h"
#include "H5Tconv_compound.h"

herr_t H5T__conv_struct(const H5T_t *src, const H5T_t *dst, H5T_cdata_t *cdata,
                        const H5T_conv_ctx_t *conv_ctx, size_t nelmts, size_t buf_stride,
                        size_t bkg_stride, void *buf, void *bkg) {
  (void)src;
  (void)dst;
  (void)cdata;
  (void)conv_ctx;
  (void)nelmts;
  (void)buf_stride;
  (void)bkg_stride;
  (void)buf;
  (void)bkg;
  return FAIL;
}

H5T_subset_info_t *H5T__conv_struct_subset(const H5T_cdata_t *cdata) {
  (void)cdata;
  return NULL;
}

herr_t H5T__ref_reclaim(void *elem, const H5T_t *dt) {
  (void)elem;
  (void)dt;
  return FAIL;
}

htri_t H5T__ref_set_loc(H5T_t *dt, H5VL_object_t *file, H5T_loc_t loc) {
  (void)dt;
  (void)file;
  (void)loc;
  return false;
}
