// SPDX-License-Identifier: Apache-2.0
#include "files/hdf5/memory_driver.h"

#include <H5FDdevelop.h>

#include <algorithm>
#include <cstring>
#include <new>

#include "files/hdf5/global_heap.h"

namespace cnn2snn::hdf5 {
namespace {

// What travels in the property list from memory_access to open_memory; HDF5 copies it bytewise.
struct Source {
  const std::uint8_t* data;
  std::size_t size;
  std::size_t length_size;
};

struct MemoryFile {
  H5FD_t base;  // HDF5 hands this out as the file: it has to come first.
  Source source;
  haddr_t end_of_address;
};

const MemoryFile* as_memory(const H5FD_t* file) {
  return reinterpret_cast<const MemoryFile*>(file);
}

H5FD_t* open_memory(const char* /*name*/, unsigned flags, hid_t access, haddr_t /*maxaddr*/) {
  if ((flags & H5F_ACC_RDWR) != 0) return nullptr;
  const auto* source = static_cast<const Source*>(H5Pget_driver_info(access));
  if (source == nullptr) return nullptr;
  auto* file = new (std::nothrow) MemoryFile{};
  if (file == nullptr) return nullptr;
  file->source = *source;
  return &file->base;
}

herr_t close_memory(H5FD_t* file) {
  delete reinterpret_cast<MemoryFile*>(file);
  return 0;
}

herr_t query(const H5FD_t* /*file*/, unsigned long* features) {
  // No data sieve and no metadata accumulator: both would only copy memory to memory.
  if (features != nullptr) *features = 0;
  return 0;
}

haddr_t end_of_address(const H5FD_t* file, H5FD_mem_t /*type*/) {
  return as_memory(file)->end_of_address;
}

herr_t set_end_of_address(H5FD_t* file, H5FD_mem_t /*type*/, haddr_t address) {
  // Never beyond the bytes there are: HDF5 allocates whatever ends before this address.
  auto* memory = reinterpret_cast<MemoryFile*>(file);
  memory->end_of_address = std::min<haddr_t>(address, memory->source.size);
  return 0;
}

haddr_t end_of_file(const H5FD_t* file, H5FD_mem_t /*type*/) {
  return as_memory(file)->source.size;
}

herr_t read_memory(H5FD_t* file, H5FD_mem_t /*type*/, hid_t /*transfer*/, haddr_t address,
                   std::size_t size, void* buffer) {
  const Source& source = as_memory(file)->source;
  if (address > source.size || size > source.size - address) return -1;
  const std::span<const std::uint8_t> rest(source.data + address,
                                           static_cast<std::size_t>(source.size - address));
  if (is_global_heap(rest) && !is_sound_global_heap(rest, source.length_size)) return -1;
  if (size > 0) std::memcpy(buffer, source.data + address, size);
  return 0;
}

herr_t refuse_write(H5FD_t* /*file*/, H5FD_mem_t /*type*/, hid_t /*transfer*/, haddr_t /*address*/,
                    std::size_t /*size*/, const void* /*buffer*/) {
  return -1;
}

H5FD_class_t driver_class() {
  H5FD_class_t driver{};
  driver.version = H5FD_CLASS_VERSION;
  driver.value = 600;  // 512 and above are free for applications (H5FDpublic.h).
  driver.name = "cnn2snn_memory";
  driver.maxaddr = HADDR_MAX / 2;
  driver.fc_degree = H5F_CLOSE_STRONG;
  driver.fapl_size = sizeof(Source);
  driver.open = open_memory;
  driver.close = close_memory;
  driver.query = query;
  driver.get_eoa = end_of_address;
  driver.set_eoa = set_end_of_address;
  driver.get_eof = end_of_file;
  driver.read = read_memory;
  driver.write = refuse_write;  // Required by H5FDregister.
  for (H5FD_mem_t& type : driver.fl_map) type = H5FD_MEM_SUPER;
  return driver;
}

hid_t driver_id() {
  static const H5FD_class_t driver = driver_class();
  static const hid_t id = H5FDregister(&driver);
  return id;
}

}  // namespace

Handle memory_access(std::span<const std::uint8_t> bytes) {
  Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
  if (!access.valid()) return access;
  const Source source{bytes.data(), bytes.size(), size_of_lengths(bytes)};
  const bool ready = H5Pset_driver(access.get(), driver_id(), &source) >= 0 &&
                     H5Pset_fclose_degree(access.get(), H5F_CLOSE_STRONG) >= 0;
  return ready ? std::move(access) : Handle();
}

}  // namespace cnn2snn::hdf5
