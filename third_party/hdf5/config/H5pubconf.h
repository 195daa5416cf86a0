// SPDX-License-Identifier: Apache-2.0
//
// Configuration of HDF5 2.2.0 for cnn2snn, in the place of the header that HDF5's own build
// generates. One header for all builds (64-bit systems and wasm32): sizes come from the compiler's
// predefined macros, and whatever a reader of an in-memory file has no use for (sockets,
// processes, terminals, file locks, plug-ins, complex and half precision types) is left
// undefined, so that all behave the same.
#ifndef H5pubconf_H
#define H5pubconf_H

#define H5_PACKAGE "hdf5"
#define H5_PACKAGE_BUGREPORT "help@hdfgroup.org"
#define H5_PACKAGE_NAME "HDF5"
#define H5_PACKAGE_STRING "HDF5 2.2.0"
#define H5_PACKAGE_TARNAME "hdf5"
#define H5_PACKAGE_URL "https://www.hdfgroup.org"
#define H5_PACKAGE_VERSION "2.2.0"
#define H5_VERSION "2.2.0"
#define H5_DEFAULT_PLUGINDIR ""

// What the C library offers (glibc and musl alike).
#define H5_HAVE_ASPRINTF 1
#define H5_HAVE_CLOCK_GETTIME 1
#define H5_HAVE_DIRENT_H 1
#define H5_HAVE_GETTIMEOFDAY 1
#define H5_HAVE_STDATOMIC_H 1
#define H5_HAVE_STRCASESTR 1
#define H5_HAVE_STRDUP 1
#define H5_HAVE_SYS_STAT_H 1
#define H5_HAVE_SYS_TIME_H 1
#ifndef _WIN32
#define H5_HAVE_TM_GMTOFF 1
#endif
#define H5_HAVE_UNISTD_H 1
#define H5_HAVE_VASPRINTF 1

// Filters: deflate through the zlib that is built beside it; shuffle and fletcher32 need nothing.
#define H5_HAVE_FILTER_DEFLATE 1
#define H5_HAVE_ZLIB_H 1

#define H5_WANT_DATA_ACCURACY 1
#define H5_WANT_DCONV_EXCEPTION 1
#define H5_LDOUBLE_TO_LLONG_ACCURATE 1
#define H5_LLONG_TO_LDOUBLE_CORRECT 1

// Deprecated symbols are macros over the current ones only where asked for.
#define H5_NO_DEPRECATED_SYMBOLS 1

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define WORDS_BIGENDIAN 1
#endif

#define H5_SIZEOF_BOOL 1
#define H5_SIZEOF_CHAR 1
#define H5_SIZEOF_SHORT __SIZEOF_SHORT__
#define H5_SIZEOF_INT __SIZEOF_INT__
#define H5_SIZEOF_UNSIGNED __SIZEOF_INT__
#define H5_SIZEOF_LONG __SIZEOF_LONG__
#define H5_SIZEOF_LONG_LONG __SIZEOF_LONG_LONG__
#define H5_SIZEOF_FLOAT __SIZEOF_FLOAT__
#define H5_SIZEOF_DOUBLE __SIZEOF_DOUBLE__
#define H5_SIZEOF_LONG_DOUBLE __SIZEOF_LONG_DOUBLE__
#define H5_SIZEOF_FLOAT_COMPLEX 8
#define H5_SIZEOF_DOUBLE_COMPLEX 16
#define H5_SIZEOF_LONG_DOUBLE_COMPLEX 32
#define H5_SIZEOF__FLOAT16 0
#define H5_SIZEOF_INT8_T 1
#define H5_SIZEOF_UINT8_T 1
#define H5_SIZEOF_INT16_T 2
#define H5_SIZEOF_UINT16_T 2
#define H5_SIZEOF_INT32_T 4
#define H5_SIZEOF_UINT32_T 4
#define H5_SIZEOF_INT64_T 8
#define H5_SIZEOF_UINT64_T 8
#define H5_SIZEOF_INT_LEAST8_T 1
#define H5_SIZEOF_UINT_LEAST8_T 1
#define H5_SIZEOF_INT_LEAST16_T 2
#define H5_SIZEOF_UINT_LEAST16_T 2
#define H5_SIZEOF_INT_LEAST32_T 4
#define H5_SIZEOF_UINT_LEAST32_T 4
#define H5_SIZEOF_INT_LEAST64_T 8
#define H5_SIZEOF_UINT_LEAST64_T 8
#define H5_SIZEOF_INT_FAST8_T 1
#define H5_SIZEOF_UINT_FAST8_T 1
// glibc widens the "fast" types to a register, musl to 32 bits, macOS and Windows not at all.
#if defined(_WIN32) || defined(__APPLE__)
#define H5_SIZEOF_INT_FAST16_T 2
#define H5_SIZEOF_UINT_FAST16_T 2
#define H5_SIZEOF_INT_FAST32_T 4
#define H5_SIZEOF_UINT_FAST32_T 4
#elif defined(__EMSCRIPTEN__)
#define H5_SIZEOF_INT_FAST16_T 4
#define H5_SIZEOF_UINT_FAST16_T 4
#define H5_SIZEOF_INT_FAST32_T 4
#define H5_SIZEOF_UINT_FAST32_T 4
#else
#define H5_SIZEOF_INT_FAST16_T __SIZEOF_LONG__
#define H5_SIZEOF_UINT_FAST16_T __SIZEOF_LONG__
#define H5_SIZEOF_INT_FAST32_T __SIZEOF_LONG__
#define H5_SIZEOF_UINT_FAST32_T __SIZEOF_LONG__
#endif
#define H5_SIZEOF_INT_FAST64_T 8
#define H5_SIZEOF_UINT_FAST64_T 8
#define H5_SIZEOF_SIZE_T __SIZEOF_SIZE_T__
#define H5_SIZEOF_SSIZE_T __SIZEOF_SIZE_T__
#define H5_SIZEOF_PTRDIFF_T __SIZEOF_PTRDIFF_T__
#define H5_SIZEOF_OFF_T 8
#define H5_SIZEOF_TIME_T 8

#endif
