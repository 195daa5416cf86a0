// SPDX-License-Identifier: Apache-2.0
//
// In place of H5PB.c: a buffer of file pages, of no use where the whole file is in memory. Reads go
// straight to the driver.
#define H5PB_FRIEND
#define H5F_FRIEND
#include "H5private.h"
#include "H5PBpkg.h"
#include "H5Fpkg.h"

herr_t H5PB_add_new_page(H5F_shared_t *f_sh, H5FD_mem_t type, haddr_t page_addr) {
  (void)f_sh;
  (void)type;
  (void)page_addr;
  return FAIL;
}

herr_t H5PB_create(H5F_shared_t *f_sh, size_t page_buffer_size, unsigned page_buf_min_meta_perc, unsigned page_buf_min_raw_perc) {
  (void)f_sh;
  (void)page_buffer_size;
  (void)page_buf_min_meta_perc;
  (void)page_buf_min_raw_perc;
  return FAIL;
}

herr_t H5PB_dest(H5F_shared_t *f_sh) {
  (void)f_sh;
  return SUCCEED;
}

herr_t H5PB_enabled(H5F_shared_t *f_sh, H5FD_mem_t type, bool *enabled) {
  (void)f_sh;
  (void)type;
  *enabled = false;
  return SUCCEED;
}

herr_t H5PB_flush(H5F_shared_t *f_sh) {
  (void)f_sh;
  return SUCCEED;
}

herr_t H5PB_get_stats(const H5PB_t *page_buf, unsigned accesses[2], unsigned hits[2], unsigned misses[2], unsigned evictions[2], unsigned bypasses[2]) {
  (void)page_buf;
  (void)accesses;
  (void)hits;
  (void)misses;
  (void)evictions;
  (void)bypasses;
  return FAIL;
}

herr_t H5PB_read(H5F_shared_t *f_sh, H5FD_mem_t type, haddr_t addr, size_t size, void *buf) {
  return H5F__accum_read(f_sh, type, addr, size, buf);
}

herr_t H5PB_reset_stats(H5PB_t *page_buf) {
  (void)page_buf;
  return FAIL;
}

herr_t H5PB_update_entry(H5PB_t *page_buf, haddr_t addr, size_t size, const void *buf) {
  (void)page_buf;
  (void)addr;
  (void)size;
  (void)buf;
  return SUCCEED;
}

herr_t H5PB_write(H5F_shared_t *f_sh, H5FD_mem_t type, haddr_t addr, size_t size, const void *buf) {
  (void)f_sh;
  (void)type;
  (void)addr;
  (void)size;
  (void)buf;
  return FAIL;
}
