// SPDX-License-Identifier: Apache-2.0
//
// The linker of Windows programs asks for every function that is named, also by functions which
// nothing reaches and which are left out in the end. These are named by such functions alone.
#ifdef _WIN32
#define H5F_FRIEND
#define H5HF_FRIEND
#include "H5private.h"
#include "H5Bprivate.h"
#include "H5Cprivate.h"
#include "H5Dprivate.h"
#include "H5ESprivate.h"
#include "H5Fpkg.h"
#include "H5HFpkg.h"

herr_t H5B_debug(H5F_t *f, haddr_t addr, FILE *stream, int indent, int fwidth,
                 const H5B_class_t *type, void *udata) {
  return FAIL;
}

bool H5C_cache_image_pending(const H5C_t *cache_ptr) {
  return false;
}

herr_t H5D_virtual_check_mapping_pre(const H5S_t *vspace, const H5S_t *src_space,
                                     H5O_virtual_space_status_t space_status) {
  return FAIL;
}

herr_t H5D_virtual_check_mapping_post(const H5O_storage_virtual_ent_t *ent) {
  return FAIL;
}

herr_t H5D_virtual_free_parsed_name(H5O_storage_virtual_name_seg_t *name_seg) {
  return FAIL;
}

herr_t H5ES_insert(hid_t es_id, H5VL_connector_t *connector, void *token, const char *caller,
                   const char *caller_args, ...) {
  return FAIL;
}

herr_t H5F__efc_open(bool try, H5F_efc_t *efc, H5F_t **file, const char *name, unsigned flags,
                     hid_t fcpl_id, hid_t fapl_id) {
  return FAIL;
}

herr_t H5F_efc_close(H5F_t *parent, H5F_t *file) {
  return FAIL;
}

herr_t H5HF__space_revert_root(const H5HF_hdr_t *hdr) {
  return FAIL;
}

// What Windows' C library lacks.
char *strndup(const char *text, size_t most) {
  const size_t size = strnlen(text, most);
  char *copy = malloc(size + 1);
  if (copy == NULL) return NULL;
  copy[size] = '\0';
  return memcpy(copy, text, size);
}
#endif
