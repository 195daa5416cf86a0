// SPDX-License-Identifier: Apache-2.0
//
// In place of H5FDsec2.c, H5FDcore.c and the other file drivers. cnn2snn registers one driver of its
// own that reads the caller's bytes; with no other driver present, nothing a file or the environment
// says can make HDF5 open a file of the machine it runs on. The default driver (sec2) has to exist
// for property lists to refer to: this one opens nothing.
#define H5FD_FRIEND
#include "H5private.h"
#include "H5FDpkg.h"
#include "H5FDprivate.h"

static H5FD_t *open_nothing(const char *name, unsigned flags, hid_t fapl, haddr_t maxaddr) {
  (void)name;
  (void)flags;
  (void)fapl;
  (void)maxaddr;
  return NULL;
}

static herr_t close_nothing(H5FD_t *file) {
  (void)file;
  return -1;
}

static haddr_t no_address(const H5FD_t *file, H5FD_mem_t type) {
  (void)file;
  (void)type;
  return HADDR_UNDEF;
}

static herr_t set_no_address(H5FD_t *file, H5FD_mem_t type, haddr_t addr) {
  (void)file;
  (void)type;
  (void)addr;
  return -1;
}

static herr_t read_nothing(H5FD_t *file, H5FD_mem_t type, hid_t dxpl, haddr_t addr, size_t size,
                           void *buffer) {
  (void)file;
  (void)type;
  (void)dxpl;
  (void)addr;
  (void)size;
  (void)buffer;
  return -1;
}

static herr_t write_nothing(H5FD_t *file, H5FD_mem_t type, hid_t dxpl, haddr_t addr, size_t size,
                            const void *buffer) {
  (void)file;
  (void)type;
  (void)dxpl;
  (void)addr;
  (void)size;
  (void)buffer;
  return -1;
}

static const H5FD_class_t kNothing = {
    .version = H5FD_CLASS_VERSION,
    .value = H5_VFD_SEC2,
    .name = "sec2",
    .maxaddr = HADDR_MAX / 2,
    .fc_degree = H5F_CLOSE_WEAK,
    .open = open_nothing,
    .close = close_nothing,
    .get_eoa = no_address,
    .set_eoa = set_no_address,
    .get_eof = no_address,
    .read = read_nothing,
    .write = write_nothing,
    .fl_map = H5FD_FLMAP_SINGLE,
};

hid_t H5FD_SEC2_id_g = H5I_INVALID_HID;

herr_t H5FD__sec2_register(void) {
  if (H5FD_SEC2_id_g < 0) H5FD_SEC2_id_g = H5FD_register(&kNothing, sizeof(H5FD_class_t), false);
  return H5FD_SEC2_id_g < 0 ? -1 : 0;
}

herr_t H5FD__sec2_unregister(void) {
  H5FD_SEC2_id_g = H5I_INVALID_HID;
  return 0;
}

#define ABSENT_DRIVER(NAME, name)             \
  hid_t H5FD_##NAME##_id_g = H5I_INVALID_HID; \
  herr_t H5FD__##name##_register(void) {      \
    return 0;                                 \
  }                                           \
  herr_t H5FD__##name##_unregister(void) {    \
    return 0;                                 \
  }

ABSENT_DRIVER(CORE, core)
ABSENT_DRIVER(FAMILY, family)
ABSENT_DRIVER(LOG, log)
ABSENT_DRIVER(MULTI, multi)
ABSENT_DRIVER(ONION, onion)
ABSENT_DRIVER(SPLITTER, splitter)
ABSENT_DRIVER(STDIO, stdio)
