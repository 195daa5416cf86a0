// SPDX-License-Identifier: Apache-2.0
//
// In place of H5Ocopy.c and H5Ocopy_ref.c: copying objects within and between files.
#define H5O_FRIEND
#include "H5private.h"
#include "H5Opkg.h"

herr_t H5O__copy(const H5G_loc_t *src_loc, const char *src_name, H5G_loc_t *dst_loc, const char *dst_name, hid_t ocpypl_id, hid_t lcpl_id) {
  (void)src_loc;
  (void)src_name;
  (void)dst_loc;
  (void)dst_name;
  (void)ocpypl_id;
  (void)lcpl_id;
  return FAIL;
}

herr_t H5O_copy_expand_ref(H5F_t *file_src, const H5T_t *dt_src, void *buf_src, size_t nbytes_src, H5F_t *file_dst, void *buf_dst, H5O_copy_t *cpy_info) {
  (void)file_src;
  (void)dt_src;
  (void)buf_src;
  (void)nbytes_src;
  (void)file_dst;
  (void)buf_dst;
  (void)cpy_info;
  return FAIL;
}

herr_t H5O_copy_header_map(const H5O_loc_t *oloc_src, H5O_loc_t *oloc_dst , H5O_copy_t *cpy_info, bool inc_depth, H5O_type_t *obj_type, void **udata) {
  (void)oloc_src;
  (void)oloc_dst;
  (void)cpy_info;
  (void)inc_depth;
  (void)obj_type;
  (void)udata;
  return FAIL;
}
