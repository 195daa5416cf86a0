// SPDX-License-Identifier: Apache-2.0
//
// In place of H5FS*.c, H5MFaggr.c, H5MFsection.c, H5HFsection.c, H5HFspace.c and H5Fcwfs.c: the
// management of free space in a file, which only writing needs.
#define H5FS_FRIEND
#define H5HF_FRIEND
#define H5MF_FRIEND
#define H5F_FRIEND
#include "H5private.h"
#include "H5FSpkg.h"
#include "H5HFpkg.h"
#include "H5MFpkg.h"
#include "H5Fpkg.h"
#include "H5Fprivate.h"

const H5FS_section_class_t H5MF_FSPACE_SECT_CLS_SIMPLE[1] = {{.type = H5MF_FSPACE_SECT_SIMPLE}};
const H5FS_section_class_t H5MF_FSPACE_SECT_CLS_SMALL[1] = {{.type = H5MF_FSPACE_SECT_SMALL}};
const H5FS_section_class_t H5MF_FSPACE_SECT_CLS_LARGE[1] = {{.type = H5MF_FSPACE_SECT_LARGE}};

herr_t H5FS_init(void) {
  return SUCCEED;
}

herr_t H5FS_alloc_hdr(H5F_t *f, H5FS_t *fspace, haddr_t *fs_addr) {
  (void)f;
  (void)fspace;
  (void)fs_addr;
  return FAIL;
}

herr_t H5FS_alloc_sect(H5F_t *f, H5FS_t *fspace) {
  (void)f;
  (void)fspace;
  return FAIL;
}

herr_t H5FS_close(H5F_t *f, H5FS_t *fspace) {
  (void)f;
  (void)fspace;
  return FAIL;
}

H5FS_t *H5FS_create(H5F_t *f, haddr_t *fs_addr, const H5FS_create_t *fs_create, uint16_t nclasses, const H5FS_section_class_t *classes[], void *cls_init_udata, hsize_t alignment, hsize_t threshold) {
  (void)f;
  (void)fs_addr;
  (void)fs_create;
  (void)nclasses;
  (void)classes;
  (void)cls_init_udata;
  (void)alignment;
  (void)threshold;
  return NULL;
}

herr_t H5FS_delete(H5F_t *f, haddr_t fs_addr) {
  (void)f;
  (void)fs_addr;
  return FAIL;
}

herr_t H5FS_free(H5F_t *f, H5FS_t *fspace, bool free_file_space) {
  (void)f;
  (void)fspace;
  (void)free_file_space;
  return FAIL;
}

H5FS_t *H5FS_open(H5F_t *f, haddr_t fs_addr, uint16_t nclasses, const H5FS_section_class_t *classes[], void *cls_init_udata, hsize_t alignment, hsize_t threshold) {
  (void)f;
  (void)fs_addr;
  (void)nclasses;
  (void)classes;
  (void)cls_init_udata;
  (void)alignment;
  (void)threshold;
  return NULL;
}

herr_t H5FS_sect_add(H5F_t *f, H5FS_t *fspace, H5FS_section_info_t *node, unsigned flags, void *op_data, bool *merged_or_shrunk) {
  (void)f;
  (void)fspace;
  (void)node;
  (void)flags;
  (void)op_data;
  (void)merged_or_shrunk;
  return FAIL;
}

htri_t H5FS_sect_find(H5F_t *f, H5FS_t *fspace, hsize_t request, H5FS_section_info_t **node) {
  (void)f;
  (void)fspace;
  (void)request;
  (void)node;
  return FAIL;
}

herr_t H5FS_sect_iterate(H5F_t *f, H5FS_t *fspace, H5FS_operator_t op, void *op_data) {
  (void)f;
  (void)fspace;
  (void)op;
  (void)op_data;
  return FAIL;
}

herr_t H5FS_sect_stats(const H5FS_t *fspace, hsize_t *tot_space, hsize_t *nsects) {
  (void)fspace;
  (void)tot_space;
  (void)nsects;
  return FAIL;
}

htri_t H5FS_sect_try_extend(H5F_t *f, H5FS_t *fspace, haddr_t addr, hsize_t size, hsize_t extra_requested, unsigned flags, void *op_data) {
  (void)f;
  (void)fspace;
  (void)addr;
  (void)size;
  (void)extra_requested;
  (void)flags;
  (void)op_data;
  return FAIL;
}

htri_t H5FS_sect_try_merge(H5F_t *f, H5FS_t *fspace, H5FS_section_info_t *sect, unsigned flags, void *op_data) {
  (void)f;
  (void)fspace;
  (void)sect;
  (void)flags;
  (void)op_data;
  return FAIL;
}

htri_t H5FS_sect_try_shrink_eoa(H5F_t *f, H5FS_t *fspace, void *op_data) {
  (void)f;
  (void)fspace;
  (void)op_data;
  return FAIL;
}

herr_t H5FS_size(const H5FS_t *fspace, hsize_t *meta_size) {
  (void)fspace;
  (void)meta_size;
  return FAIL;
}

herr_t H5FS_stat_info(const H5F_t *f, const H5FS_t *frsp, H5FS_stat_t *stats) {
  (void)f;
  (void)frsp;
  (void)stats;
  return FAIL;
}

herr_t H5FS_vfd_alloc_hdr_and_section_info_if_needed(H5F_t *f, H5FS_t *fspace, haddr_t *fs_addr_ptr) {
  (void)f;
  (void)fspace;
  (void)fs_addr_ptr;
  return FAIL;
}

herr_t H5HF__sect_indirect_add(H5HF_hdr_t *hdr, H5HF_indirect_t *iblock, unsigned start_entry, unsigned nentries) {
  (void)hdr;
  (void)iblock;
  (void)start_entry;
  (void)nentries;
  return FAIL;
}

H5HF_indirect_t *H5HF__sect_row_get_iblock(H5HF_free_section_t *sect) {
  (void)sect;
  return NULL;
}

herr_t H5HF__sect_row_reduce(H5HF_hdr_t *hdr, H5HF_free_section_t *sect, unsigned *entry_p) {
  (void)hdr;
  (void)sect;
  (void)entry_p;
  return FAIL;
}

herr_t H5HF__sect_row_revive(H5HF_hdr_t *hdr, H5HF_free_section_t *sect) {
  (void)hdr;
  (void)sect;
  return FAIL;
}

herr_t H5HF__sect_single_dblock_info(H5HF_hdr_t *hdr, const H5HF_free_section_t *sect, haddr_t *dblock_addr, size_t *dblock_size) {
  (void)hdr;
  (void)sect;
  (void)dblock_addr;
  (void)dblock_size;
  return FAIL;
}

herr_t H5HF__sect_single_free(H5FS_section_info_t *sect) {
  (void)sect;
  return FAIL;
}

H5HF_free_section_t *H5HF__sect_single_new(hsize_t sect_off, size_t sect_size, H5HF_indirect_t *parent, unsigned par_entry) {
  (void)sect_off;
  (void)sect_size;
  (void)parent;
  (void)par_entry;
  return NULL;
}

herr_t H5HF__sect_single_reduce(H5HF_hdr_t *hdr, H5HF_free_section_t *sect, size_t amt) {
  (void)hdr;
  (void)sect;
  (void)amt;
  return FAIL;
}

herr_t H5HF__sect_single_revive(H5HF_hdr_t *hdr, H5HF_free_section_t *sect) {
  (void)hdr;
  (void)sect;
  return FAIL;
}

herr_t H5HF__space_add(H5HF_hdr_t *hdr, H5HF_free_section_t *node, unsigned flags) {
  (void)hdr;
  (void)node;
  (void)flags;
  return FAIL;
}

herr_t H5HF__space_create_root(const H5HF_hdr_t *hdr, H5HF_indirect_t *root_iblock) {
  (void)hdr;
  (void)root_iblock;
  return FAIL;
}

herr_t H5HF__space_delete(H5HF_hdr_t *hdr) {
  (void)hdr;
  return FAIL;
}

htri_t H5HF__space_find(H5HF_hdr_t *hdr, hsize_t request, H5HF_free_section_t **node) {
  (void)hdr;
  (void)request;
  (void)node;
  return FAIL;
}

herr_t H5HF__space_size(H5HF_hdr_t *hdr, hsize_t *fs_size) {
  (void)hdr;
  (void)fs_size;
  return FAIL;
}

herr_t H5HF__space_close(H5HF_hdr_t *hdr) {
  (void)hdr;
  return SUCCEED;
}

herr_t H5MF__aggr_query(const H5F_t *f, const H5F_blk_aggr_t *aggr, haddr_t *addr, hsize_t *size) {
  (void)f;
  (void)aggr;
  (void)addr;
  (void)size;
  return FAIL;
}

htri_t H5MF__aggr_try_extend(H5F_t *f, H5F_blk_aggr_t *aggr, H5FD_mem_t type, haddr_t abs_blk_end, hsize_t extra_requested) {
  (void)f;
  (void)aggr;
  (void)type;
  (void)abs_blk_end;
  (void)extra_requested;
  return FAIL;
}

htri_t H5MF__aggrs_try_shrink_eoa(H5F_t *f) {
  (void)f;
  return FAIL;
}

herr_t H5MF__sect_free(H5FS_section_info_t *sect) {
  (void)sect;
  return FAIL;
}

H5MF_free_section_t *H5MF__sect_new(unsigned ctype, haddr_t sect_off, hsize_t sect_size) {
  (void)ctype;
  (void)sect_off;
  (void)sect_size;
  return NULL;
}

haddr_t H5MF_aggr_vfd_alloc(H5F_t *f, H5FD_mem_t type, hsize_t size) {
  (void)f;
  (void)type;
  (void)size;
  return HADDR_UNDEF;
}

herr_t H5MF_free_aggrs(H5F_t *f) {
  (void)f;
  return SUCCEED;
}

herr_t H5F_cwfs_add(H5F_t *f, struct H5HG_heap_t *heap) {
  (void)f;
  (void)heap;
  return SUCCEED;
}

herr_t H5F_cwfs_advance_heap(H5F_t *f, struct H5HG_heap_t *heap, bool add_heap) {
  (void)f;
  (void)heap;
  (void)add_heap;
  return SUCCEED;
}

herr_t H5F_cwfs_find_free_heap(H5F_t *f, size_t need, haddr_t *addr) {
  (void)f;
  (void)need;
  (void)addr;
  return FAIL;
}

herr_t H5F_cwfs_remove_heap(H5F_shared_t *shared, struct H5HG_heap_t *heap) {
  (void)shared;
  (void)heap;
  return SUCCEED;
}
