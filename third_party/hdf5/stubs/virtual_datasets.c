// SPDX-License-Identifier: Apache-2.0
//
// In place of H5Dvirtual.c. A virtual dataset reads from other files, so it is refused. Such a dataset
// can still be opened, for the converter to see its layout and say so; its mapping stays empty and
// reading fails.
#define H5D_FRIEND
#include "H5private.h"
#include "H5Dpkg.h"

static bool is_space_alloc(const H5O_storage_t *storage) {
  (void)storage;
  return true;
}

static herr_t refuse_io(H5D_io_info_t *io_info, H5D_dset_io_info_t *dinfo) {
  (void)io_info;
  (void)dinfo;
  return FAIL;
}

const H5D_layout_ops_t H5D_LOPS_VIRTUAL[1] = {{
    .is_space_alloc = is_space_alloc,
    .io_init = refuse_io,
    .ser_read = refuse_io,
    .ser_write = refuse_io,
}};

herr_t H5D__virtual_copy_layout(H5O_layout_t *layout) {
  (void)layout;
  return SUCCEED;
}

herr_t H5D__virtual_reset_layout(H5O_layout_t *layout) {
  (void)layout;
  return SUCCEED;
}

herr_t H5D__virtual_load_layout(H5F_t *f, H5O_layout_t *layout) {
  (void)f;
  (void)layout;
  return SUCCEED;
}

herr_t H5D__virtual_copy(H5F_t *f_src, H5O_layout_t *layout_dst) {
  (void)f_src;
  (void)layout_dst;
  return FAIL;
}

herr_t H5D__virtual_delete(H5F_t *f, H5O_storage_t *storage) {
  (void)f;
  (void)storage;
  return FAIL;
}

herr_t H5D__virtual_hold_source_dset_files(const H5D_t *dset, H5D_virtual_held_file_t **head) {
  (void)dset;
  (void)head;
  return FAIL;
}

herr_t H5D__virtual_refresh_source_dsets(H5D_t *dset) {
  (void)dset;
  return FAIL;
}

herr_t H5D__virtual_release_source_dset_files(H5D_virtual_held_file_t *head) {
  (void)head;
  return FAIL;
}

herr_t H5D__virtual_set_extent_unlim(const H5D_t *dset) {
  (void)dset;
  return FAIL;
}

herr_t H5D__virtual_store_layout(H5F_t *f, H5O_layout_t *layout) {
  (void)f;
  (void)layout;
  return FAIL;
}

herr_t H5D_virtual_check_min_dims(const H5D_t *dset) {
  (void)dset;
  return SUCCEED;
}

herr_t H5D_virtual_update_min_dims(H5O_layout_t *layout, size_t idx) {
  (void)layout;
  (void)idx;
  return SUCCEED;
}

herr_t H5D_virtual_parse_source_name(const char *source_name, H5O_storage_virtual_name_seg_t **parsed_name, size_t *static_strlen, size_t *nsubs) {
  (void)source_name;
  *parsed_name = NULL;
  *static_strlen = 0;
  *nsubs = 0;
  return SUCCEED;
}
