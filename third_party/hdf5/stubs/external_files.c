// SPDX-License-Identifier: Apache-2.0
//
// In place of H5Defl.c (dataset content in other files), H5Lexternal.c (links into other files) and
// H5Fefc.c (the cache of files opened that way). Reading through any of them fails: no other file is
// ever opened. The external file list itself can still be read, for the converter to name the reason.
#define H5D_FRIEND
#define H5F_FRIEND
#define H5L_FRIEND
#include "H5private.h"
#include "H5Dpkg.h"
#include "H5Fpkg.h"
#include "H5Lpkg.h"

static herr_t refuse_io(H5D_io_info_t *io_info, H5D_dset_io_info_t *dinfo) {
  (void)io_info;
  (void)dinfo;
  return FAIL;
}

const H5D_layout_ops_t H5D_LOPS_EFL[1] = {{
    .is_space_alloc = H5D__efl_is_space_alloc,
    .io_init = refuse_io,
    .ser_read = refuse_io,
    .ser_write = refuse_io,
}};

bool H5D__efl_is_space_alloc(const H5O_storage_t *storage) {
  (void)storage;
  return true;
}

herr_t H5D__efl_bh_info(H5F_t *f, H5O_efl_t *efl, hsize_t *heap_size) {
  (void)f;
  (void)efl;
  (void)heap_size;
  return FAIL;
}

herr_t H5L_register_external(void) {
  return SUCCEED;
}

H5F_efc_t *H5F__efc_create(unsigned max_nfiles) {
  (void)max_nfiles;
  return NULL;
}

unsigned H5F__efc_max_nfiles(H5F_efc_t *efc) {
  (void)efc;
  return 0;
}

herr_t H5F__efc_release(H5F_efc_t *efc) {
  (void)efc;
  return SUCCEED;
}

herr_t H5F__efc_destroy(H5F_efc_t *efc) {
  (void)efc;
  return SUCCEED;
}

herr_t H5F__efc_try_close(H5F_t *f) {
  (void)f;
  return SUCCEED;
}
