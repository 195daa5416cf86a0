// SPDX-License-Identifier: Apache-2.0
//
// In place of H5SM*.c: object header messages kept once for a whole file. Keras does not write such
// files; where an object refers to a shared message, reading it fails.
#define H5SM_FRIEND
#include "H5private.h"
#include "H5SMpkg.h"

static void *refuse_context(void *udata) {
  (void)udata;
  return NULL;
}

const H5B2_class_t H5SM_INDEX[1] = {{
    .id = H5B2_SOHM_INDEX_ID, .name = "refused", .nrec_size = 1, .crt_context = refuse_context}};

htri_t H5SM_type_shared(H5F_t *f, unsigned type_id) {
  (void)f;
  (void)type_id;
  return false;
}

htri_t H5SM_can_share(H5F_t *f, H5SM_master_table_t *table, ssize_t *sohm_index_num, unsigned type_id, const void *mesg) {
  (void)f;
  (void)table;
  (void)sohm_index_num;
  (void)type_id;
  (void)mesg;
  return false;
}

htri_t H5SM_try_share(H5F_t *f, H5O_t *open_oh, unsigned defer_flags, unsigned type_id, void *mesg, unsigned *mesg_flags) {
  (void)f;
  (void)open_oh;
  (void)defer_flags;
  (void)type_id;
  (void)mesg;
  (void)mesg_flags;
  return false;
}

herr_t H5SM_get_info(const H5O_loc_t *ext_loc, H5P_genplist_t *fc_plist) {
  (void)ext_loc;
  (void)fc_plist;
  return SUCCEED;
}

herr_t H5SM_get_fheap_addr(H5F_t *f, unsigned type_id, haddr_t *fheap_addr) {
  (void)f;
  (void)type_id;
  (void)fheap_addr;
  return FAIL;
}

herr_t H5SM_reconstitute(H5O_shared_t *sh_mesg, H5F_t *f, unsigned msg_type_id, H5O_fheap_id_t heap_id) {
  (void)sh_mesg;
  (void)f;
  (void)msg_type_id;
  (void)heap_id;
  return FAIL;
}

herr_t H5SM_get_refcount(H5F_t *f, unsigned type_id, const H5O_shared_t *sh_mesg, hsize_t *ref_count) {
  (void)f;
  (void)type_id;
  (void)sh_mesg;
  (void)ref_count;
  return FAIL;
}

herr_t H5SM_delete(H5F_t *f, H5O_t *open_oh, H5O_shared_t *sh_mesg) {
  (void)f;
  (void)open_oh;
  (void)sh_mesg;
  return FAIL;
}

herr_t H5SM_init(H5F_t *f, H5P_genplist_t *fc_plist, const H5O_loc_t *ext_loc) {
  (void)f;
  (void)fc_plist;
  (void)ext_loc;
  return FAIL;
}

herr_t H5SM_ih_size(H5F_t *f, hsize_t *hdr_size, H5_ih_info_t *ih_info) {
  (void)f;
  (void)hdr_size;
  (void)ih_info;
  return FAIL;
}
