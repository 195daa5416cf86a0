// SPDX-License-Identifier: Apache-2.0
//
// In place of H5Cimage.c, H5Cprefetched.c and H5Clog_*.c: the image of the metadata cache that a file can
// bring along (a file that has one is refused), and the logs of the cache.
#define H5AC_FRIEND
#define H5C_FRIEND
#define H5F_FRIEND
#include "H5private.h"
#include "H5ACpkg.h"
#include "H5Cpkg.h"
#include "H5Clog.h"

// What the cache holds is told apart by class; entries of these classes cannot be loaded.
static herr_t refuse_load(void *udata, size_t *image_len) {
  (void)udata;
  (void)image_len;
  return FAIL;
}

#define REFUSED_CLASS(class_id) \
  {{.id = class_id, .name = "refused", .mem_type = H5FD_MEM_DEFAULT, .get_initial_load_size = refuse_load}}

const H5AC_class_t H5AC_PREFETCHED_ENTRY[1] = REFUSED_CLASS(H5AC_PREFETCHED_ENTRY_ID);
const H5AC_class_t H5AC_SOHM_TABLE[1] = REFUSED_CLASS(H5AC_SOHM_TABLE_ID);
const H5AC_class_t H5AC_SOHM_LIST[1] = REFUSED_CLASS(H5AC_SOHM_LIST_ID);
const H5AC_class_t H5AC_FSPACE_HDR[1] = REFUSED_CLASS(H5AC_FSPACE_HDR_ID);
const H5AC_class_t H5AC_FSPACE_SINFO[1] = REFUSED_CLASS(H5AC_FSPACE_SINFO_ID);

herr_t H5C_cache_image_status(H5F_t *f, bool *load_ci_ptr, bool *write_ci_ptr) {
  (void)f;
  *load_ci_ptr = false;
  *write_ci_ptr = false;
  return SUCCEED;
}

herr_t H5C_set_cache_image_config(const H5F_t *f, H5C_t *cache_ptr, H5C_cache_image_ctl_t *config_ptr) {
  (void)f;
  (void)cache_ptr;
  (void)config_ptr;
  return SUCCEED;
}

herr_t H5C_validate_cache_image_config(H5C_cache_image_ctl_t *ctl_ptr) {
  (void)ctl_ptr;
  return SUCCEED;
}

herr_t H5C_load_cache_image_on_next_protect(H5F_t *f, haddr_t addr, hsize_t len, bool rw) {
  (void)f;
  (void)addr;
  (void)len;
  (void)rw;
  return FAIL;
}

herr_t H5C__load_cache_image(H5F_t *f) {
  (void)f;
  return FAIL;
}

herr_t H5C__generate_cache_image(H5F_t *f, H5C_t *cache_ptr) {
  (void)f;
  (void)cache_ptr;
  return FAIL;
}

herr_t H5C__prep_image_for_file_close(H5F_t *f, bool *image_generated) {
  (void)f;
  *image_generated = false;
  return SUCCEED;
}

herr_t H5C__log_json_set_up(H5C_log_info_t *log_info, const char log_location[], int mpi_rank) {
  (void)log_info;
  (void)log_location;
  (void)mpi_rank;
  return FAIL;
}

herr_t H5C__log_trace_set_up(H5C_log_info_t *log_info, const char log_location[], int mpi_rank) {
  (void)log_info;
  (void)log_location;
  (void)mpi_rank;
  return FAIL;
}

void H5C_stats__reset(H5C_t *cache_ptr) {
  (void)cache_ptr;
}

void H5C_def_auto_resize_rpt_fcn(H5C_t *cache_ptr, int32_t version, double hit_rate, enum H5C_resize_status status, size_t old_max_cache_size, size_t new_max_cache_size, size_t old_min_clean_size, size_t new_min_clean_size) {
  (void)cache_ptr;
  (void)version;
  (void)hit_rate;
  (void)status;
  (void)old_max_cache_size;
  (void)new_max_cache_size;
  (void)old_min_clean_size;
  (void)new_min_clean_size;
}
