// SPDX-License-Identifier: Apache-2.0
//
// HDF5 embeds a page of text on how it was configured. Nothing shows it here.
const char H5build_settings[] = "";
