// SPDX-License-Identifier: Apache-2.0
//
// In place of H5Tconv_integer.c, H5Tconv_float.c and the other conversions between datatypes (a fifth
// of the library). cnn2snn reads every dataset and attribute in the type it has in the file and converts
// it itself. The functions have to exist, as H5T.c enters each in its table; asked to convert, they
// refuse.
#define H5T_FRIEND
#include "H5private.h"
#include "H5Tpkg.h"
#include "H5Tconv.h"
#include "H5Tconv_array.h"
#include "H5Tconv_bitfield.h"
#include "H5Tconv_complex.h"
#include "H5Tconv_compound.h"
#include "H5Tconv_enum.h"
#include "H5Tconv_float.h"
#include "H5Tconv_integer.h"
#include "H5Tconv_reference.h"

static herr_t refuse(H5T_cdata_t *cdata) {
  return cdata->command == H5T_CONV_CONV ? FAIL : SUCCEED;
}

#define REFUSED_CONVERSION(name)                                                                 \
  herr_t name(const H5T_t *src, const H5T_t *dst, H5T_cdata_t *cdata,                            \
              const H5T_conv_ctx_t *conv_ctx, size_t nelmts, size_t buf_stride, size_t bkg_stride, \
              void *buf, void *bkg) {                                                            \
    (void)src;                                                                                   \
    (void)dst;                                                                                   \
    (void)conv_ctx;                                                                              \
    (void)nelmts;                                                                                \
    (void)buf_stride;                                                                            \
    (void)bkg_stride;                                                                            \
    (void)buf;                                                                                   \
    (void)bkg;                                                                                   \
    return refuse(cdata);                                                                        \
  }

REFUSED_CONVERSION(H5T__conv_array)
REFUSED_CONVERSION(H5T__conv_b_b)
REFUSED_CONVERSION(H5T__conv_complex)
REFUSED_CONVERSION(H5T__conv_complex_compat)
REFUSED_CONVERSION(H5T__conv_complex_f)
REFUSED_CONVERSION(H5T__conv_complex_i)
REFUSED_CONVERSION(H5T__conv_double_float)
REFUSED_CONVERSION(H5T__conv_double_int)
REFUSED_CONVERSION(H5T__conv_double_ldouble)
REFUSED_CONVERSION(H5T__conv_double_llong)
REFUSED_CONVERSION(H5T__conv_double_long)
REFUSED_CONVERSION(H5T__conv_double_schar)
REFUSED_CONVERSION(H5T__conv_double_short)
REFUSED_CONVERSION(H5T__conv_double_uchar)
REFUSED_CONVERSION(H5T__conv_double_uint)
REFUSED_CONVERSION(H5T__conv_double_ullong)
REFUSED_CONVERSION(H5T__conv_double_ulong)
REFUSED_CONVERSION(H5T__conv_double_ushort)
REFUSED_CONVERSION(H5T__conv_enum)
REFUSED_CONVERSION(H5T__conv_enum_numeric)
REFUSED_CONVERSION(H5T__conv_f_complex)
REFUSED_CONVERSION(H5T__conv_f_f)
REFUSED_CONVERSION(H5T__conv_f_i)
REFUSED_CONVERSION(H5T__conv_float_double)
REFUSED_CONVERSION(H5T__conv_float_int)
REFUSED_CONVERSION(H5T__conv_float_ldouble)
REFUSED_CONVERSION(H5T__conv_float_llong)
REFUSED_CONVERSION(H5T__conv_float_long)
REFUSED_CONVERSION(H5T__conv_float_schar)
REFUSED_CONVERSION(H5T__conv_float_short)
REFUSED_CONVERSION(H5T__conv_float_uchar)
REFUSED_CONVERSION(H5T__conv_float_uint)
REFUSED_CONVERSION(H5T__conv_float_ullong)
REFUSED_CONVERSION(H5T__conv_float_ulong)
REFUSED_CONVERSION(H5T__conv_float_ushort)
REFUSED_CONVERSION(H5T__conv_i_complex)
REFUSED_CONVERSION(H5T__conv_i_f)
REFUSED_CONVERSION(H5T__conv_i_i)
REFUSED_CONVERSION(H5T__conv_int_double)
REFUSED_CONVERSION(H5T__conv_int_float)
REFUSED_CONVERSION(H5T__conv_int_ldouble)
REFUSED_CONVERSION(H5T__conv_int_llong)
REFUSED_CONVERSION(H5T__conv_int_long)
REFUSED_CONVERSION(H5T__conv_int_schar)
REFUSED_CONVERSION(H5T__conv_int_short)
REFUSED_CONVERSION(H5T__conv_int_uchar)
REFUSED_CONVERSION(H5T__conv_int_uint)
REFUSED_CONVERSION(H5T__conv_int_ullong)
REFUSED_CONVERSION(H5T__conv_int_ulong)
REFUSED_CONVERSION(H5T__conv_int_ushort)
REFUSED_CONVERSION(H5T__conv_ldouble_double)
REFUSED_CONVERSION(H5T__conv_ldouble_float)
REFUSED_CONVERSION(H5T__conv_ldouble_int)
REFUSED_CONVERSION(H5T__conv_ldouble_llong)
REFUSED_CONVERSION(H5T__conv_ldouble_long)
REFUSED_CONVERSION(H5T__conv_ldouble_schar)
REFUSED_CONVERSION(H5T__conv_ldouble_short)
REFUSED_CONVERSION(H5T__conv_ldouble_uchar)
REFUSED_CONVERSION(H5T__conv_ldouble_uint)
REFUSED_CONVERSION(H5T__conv_ldouble_ullong)
REFUSED_CONVERSION(H5T__conv_ldouble_ulong)
REFUSED_CONVERSION(H5T__conv_ldouble_ushort)
REFUSED_CONVERSION(H5T__conv_llong_double)
REFUSED_CONVERSION(H5T__conv_llong_float)
REFUSED_CONVERSION(H5T__conv_llong_int)
REFUSED_CONVERSION(H5T__conv_llong_ldouble)
REFUSED_CONVERSION(H5T__conv_llong_long)
REFUSED_CONVERSION(H5T__conv_llong_schar)
REFUSED_CONVERSION(H5T__conv_llong_short)
REFUSED_CONVERSION(H5T__conv_llong_uchar)
REFUSED_CONVERSION(H5T__conv_llong_uint)
REFUSED_CONVERSION(H5T__conv_llong_ullong)
REFUSED_CONVERSION(H5T__conv_llong_ulong)
REFUSED_CONVERSION(H5T__conv_llong_ushort)
REFUSED_CONVERSION(H5T__conv_long_double)
REFUSED_CONVERSION(H5T__conv_long_float)
REFUSED_CONVERSION(H5T__conv_long_int)
REFUSED_CONVERSION(H5T__conv_long_ldouble)
REFUSED_CONVERSION(H5T__conv_long_llong)
REFUSED_CONVERSION(H5T__conv_long_schar)
REFUSED_CONVERSION(H5T__conv_long_short)
REFUSED_CONVERSION(H5T__conv_long_uchar)
REFUSED_CONVERSION(H5T__conv_long_uint)
REFUSED_CONVERSION(H5T__conv_long_ullong)
REFUSED_CONVERSION(H5T__conv_long_ulong)
REFUSED_CONVERSION(H5T__conv_long_ushort)
REFUSED_CONVERSION(H5T__conv_ref)
REFUSED_CONVERSION(H5T__conv_schar_double)
REFUSED_CONVERSION(H5T__conv_schar_float)
REFUSED_CONVERSION(H5T__conv_schar_int)
REFUSED_CONVERSION(H5T__conv_schar_ldouble)
REFUSED_CONVERSION(H5T__conv_schar_llong)
REFUSED_CONVERSION(H5T__conv_schar_long)
REFUSED_CONVERSION(H5T__conv_schar_short)
REFUSED_CONVERSION(H5T__conv_schar_uchar)
REFUSED_CONVERSION(H5T__conv_schar_uint)
REFUSED_CONVERSION(H5T__conv_schar_ullong)
REFUSED_CONVERSION(H5T__conv_schar_ulong)
REFUSED_CONVERSION(H5T__conv_schar_ushort)
REFUSED_CONVERSION(H5T__conv_short_double)
REFUSED_CONVERSION(H5T__conv_short_float)
REFUSED_CONVERSION(H5T__conv_short_int)
REFUSED_CONVERSION(H5T__conv_short_ldouble)
REFUSED_CONVERSION(H5T__conv_short_llong)
REFUSED_CONVERSION(H5T__conv_short_long)
REFUSED_CONVERSION(H5T__conv_short_schar)
REFUSED_CONVERSION(H5T__conv_short_uchar)
REFUSED_CONVERSION(H5T__conv_short_uint)
REFUSED_CONVERSION(H5T__conv_short_ullong)
REFUSED_CONVERSION(H5T__conv_short_ulong)
REFUSED_CONVERSION(H5T__conv_short_ushort)
REFUSED_CONVERSION(H5T__conv_struct)
REFUSED_CONVERSION(H5T__conv_struct_opt)
REFUSED_CONVERSION(H5T__conv_uchar_double)
REFUSED_CONVERSION(H5T__conv_uchar_float)
REFUSED_CONVERSION(H5T__conv_uchar_int)
REFUSED_CONVERSION(H5T__conv_uchar_ldouble)
REFUSED_CONVERSION(H5T__conv_uchar_llong)
REFUSED_CONVERSION(H5T__conv_uchar_long)
REFUSED_CONVERSION(H5T__conv_uchar_schar)
REFUSED_CONVERSION(H5T__conv_uchar_short)
REFUSED_CONVERSION(H5T__conv_uchar_uint)
REFUSED_CONVERSION(H5T__conv_uchar_ullong)
REFUSED_CONVERSION(H5T__conv_uchar_ulong)
REFUSED_CONVERSION(H5T__conv_uchar_ushort)
REFUSED_CONVERSION(H5T__conv_uint_double)
REFUSED_CONVERSION(H5T__conv_uint_float)
REFUSED_CONVERSION(H5T__conv_uint_int)
REFUSED_CONVERSION(H5T__conv_uint_ldouble)
REFUSED_CONVERSION(H5T__conv_uint_llong)
REFUSED_CONVERSION(H5T__conv_uint_long)
REFUSED_CONVERSION(H5T__conv_uint_schar)
REFUSED_CONVERSION(H5T__conv_uint_short)
REFUSED_CONVERSION(H5T__conv_uint_uchar)
REFUSED_CONVERSION(H5T__conv_uint_ullong)
REFUSED_CONVERSION(H5T__conv_uint_ulong)
REFUSED_CONVERSION(H5T__conv_uint_ushort)
REFUSED_CONVERSION(H5T__conv_ullong_double)
REFUSED_CONVERSION(H5T__conv_ullong_float)
REFUSED_CONVERSION(H5T__conv_ullong_int)
REFUSED_CONVERSION(H5T__conv_ullong_ldouble)
REFUSED_CONVERSION(H5T__conv_ullong_llong)
REFUSED_CONVERSION(H5T__conv_ullong_long)
REFUSED_CONVERSION(H5T__conv_ullong_schar)
REFUSED_CONVERSION(H5T__conv_ullong_short)
REFUSED_CONVERSION(H5T__conv_ullong_uchar)
REFUSED_CONVERSION(H5T__conv_ullong_uint)
REFUSED_CONVERSION(H5T__conv_ullong_ulong)
REFUSED_CONVERSION(H5T__conv_ullong_ushort)
REFUSED_CONVERSION(H5T__conv_ulong_double)
REFUSED_CONVERSION(H5T__conv_ulong_float)
REFUSED_CONVERSION(H5T__conv_ulong_int)
REFUSED_CONVERSION(H5T__conv_ulong_ldouble)
REFUSED_CONVERSION(H5T__conv_ulong_llong)
REFUSED_CONVERSION(H5T__conv_ulong_long)
REFUSED_CONVERSION(H5T__conv_ulong_schar)
REFUSED_CONVERSION(H5T__conv_ulong_short)
REFUSED_CONVERSION(H5T__conv_ulong_uchar)
REFUSED_CONVERSION(H5T__conv_ulong_uint)
REFUSED_CONVERSION(H5T__conv_ulong_ullong)
REFUSED_CONVERSION(H5T__conv_ulong_ushort)
REFUSED_CONVERSION(H5T__conv_ushort_double)
REFUSED_CONVERSION(H5T__conv_ushort_float)
REFUSED_CONVERSION(H5T__conv_ushort_int)
REFUSED_CONVERSION(H5T__conv_ushort_ldouble)
REFUSED_CONVERSION(H5T__conv_ushort_llong)
REFUSED_CONVERSION(H5T__conv_ushort_long)
REFUSED_CONVERSION(H5T__conv_ushort_schar)
REFUSED_CONVERSION(H5T__conv_ushort_short)
REFUSED_CONVERSION(H5T__conv_ushort_uchar)
REFUSED_CONVERSION(H5T__conv_ushort_uint)
REFUSED_CONVERSION(H5T__conv_ushort_ullong)
REFUSED_CONVERSION(H5T__conv_ushort_ulong)

H5T_subset_info_t *H5T__conv_struct_subset(const H5T_cdata_t *cdata) {
  (void)cdata;
  return NULL;
}

herr_t H5T__ref_reclaim(void *elem, const H5T_t *dt) {
  (void)elem;
  (void)dt;
  return FAIL;
}

htri_t H5T__ref_set_loc(H5T_t *dt, H5VL_object_t *file, H5T_loc_t loc) {
  (void)dt;
  (void)file;
  (void)loc;
  return false;
}
