// SPDX-License-Identifier: Apache-2.0
#include "files/hdf5/filters.h"

#include <algorithm>
#include <array>

namespace cnn2snn::hdf5 {
namespace {

struct Filter {
  H5Z_filter_t number;
  const char* name;
};

// HDF5's own, and those registered with The HDF Group that Python packages offer.
constexpr std::array kFilters = {
    Filter{H5Z_FILTER_DEFLATE, "gzip (deflate)"},
    Filter{H5Z_FILTER_SHUFFLE, "shuffle"},
    Filter{H5Z_FILTER_FLETCHER32, "fletcher32"},
    Filter{H5Z_FILTER_SZIP, "SZIP"},
    Filter{H5Z_FILTER_NBIT, "n-bit"},
    Filter{H5Z_FILTER_SCALEOFFSET, "scale-offset"},
    Filter{305, "LZO"},
    Filter{307, "bzip2"},
    Filter{32000, "LZF"},
    Filter{32001, "Blosc"},
    Filter{32002, "MAFISC"},
    Filter{32003, "Snappy"},
    Filter{32004, "LZ4"},
    Filter{32008, "bitshuffle"},
    Filter{32013, "ZFP"},
    Filter{32014, "FPZIP"},
    Filter{32015, "Zstandard"},
    Filter{32017, "SZ"},
    Filter{32018, "FCIDECOMP"},
    Filter{32019, "JPEG"},
    Filter{32022, "Granular BitRound"},
    Filter{32024, "SZ3"},
    Filter{32026, "Blosc2"},
};

}  // namespace

std::string filter_name(H5Z_filter_t filter) {
  const auto* known = std::find_if(kFilters.begin(), kFilters.end(),
                                   [filter](const Filter& f) { return f.number == filter; });
  return known != kFilters.end() ? std::string(known->name) : "number " + std::to_string(filter);
}

}  // namespace cnn2snn::hdf5
