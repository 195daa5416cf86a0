// SPDX-License-Identifier: Apache-2.0
//
// H5VLnative.c with a smaller table: of the calls that HDF5 dispatches to its native connector, only
// those that open and read remain. HDF5 answers a call to an absent one with an error, and the
// linker drops everything that only writing would reach.
#define H5VL_FRIEND
#include "H5private.h"
#include "H5ACprivate.h"
#include "H5Dprivate.h"
#include "H5Iprivate.h"
#include "H5Pprivate.h"
#include "H5Tprivate.h"
#include "H5VLnative_private.h"
#include "H5VLpkg.h"

#define H5VL__native_attr_create NULL
#define H5VL__native_attr_write NULL
#define H5VL__native_attr_optional NULL
#define H5VL__native_dataset_create NULL
#define H5VL__native_dataset_open NULL
#define H5VL__native_dataset_write NULL
#define H5VL__native_dataset_specific NULL
#define H5VL__native_datatype_commit NULL
#define H5VL__native_datatype_open NULL
#define H5VL__native_datatype_specific NULL
#define H5VL__native_file_create NULL
#define H5VL__native_file_specific NULL
#define H5VL__native_group_create NULL
#define H5VL__native_group_get NULL
#define H5VL__native_group_specific NULL
#define H5VL__native_group_optional NULL
#define H5VL__native_link_create NULL
#define H5VL__native_link_copy NULL
#define H5VL__native_link_move NULL
#define H5VL__native_object_copy NULL
#define H5VL__native_object_get NULL
#define H5VL__native_object_specific NULL
#define H5VL__native_object_optional NULL
#define H5VL__native_blob_put NULL
#define H5VL__native_blob_get NULL
#define H5VL__native_blob_specific NULL

#include "H5VLnative.c"
