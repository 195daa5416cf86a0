# SPDX-License-Identifier: Apache-2.0
#
# Functions of HDF5 that only a writer, a copier of objects or a debugging tool reaches. Its tables of
# object classes name them all, so that no linker can drop them, nor what they call: here their bodies
# become a failure. A file is opened for reading alone, and nothing of cnn2snn encodes property lists.
#
# -DCNN2SNN_HDF5_STOP=ON makes them stop the program instead: so the tests under sanitizers and the
# fuzz targets prove that none of them is reached.
option(CNN2SNN_HDF5_STOP "Functions that a reader never reaches stop the program" OFF)

# Names as extended regular expressions.
set(CNN2SNN_HDF5_NEVER_REACHED
  # Messages and objects: writing, deleting, copying, printing.
  "H5O__[a-z0-9_]*_(encode|debug|delete|copy_file)"
  "H5O__(dset|group|dtype|attr)_create" "H5O__attr_(write|rename|remove|remove_by_idx)"
  "H5O__(msg_alloc|msg_append_real|condense_header|release_mesg)"
  "H5O_(create|create_ohdr|apply_ohdr|delete|msg_create|msg_append_oh|msg_remove|msg_remove_op)"
  # Entries of the metadata cache: back to their stored form.
  "H5[A-Z0-9]+__cache_[a-z_]*(pre_)?serialize"
  # B-trees, heaps and arrays: making and changing them.
  "H5B_(create|insert|remove|delete)" "H5B__(insert_helper|remove_helper)"
  "H5B2_(create|insert|remove|remove_by_idx|delete|modify|update)"
  "H5HF_(create|insert|remove|write|delete)" "H5HL_(create|insert|remove|delete)"
  "H5HG_(insert|remove|link)" "H5[EF]A_(create|set|delete)"
  "H5G__(node_insert|node_remove|stab_insert|stab_remove|stab_remove_by_idx|stab_create)"
  "H5G__(dense_create|dense_insert|dense_remove|dense_remove_by_idx|dense_delete)"
  "H5G__(compact_insert|compact_remove|compact_remove_by_idx)"
  "H5G_obj_(insert|remove_by_idx)" "H5G__obj_create_real" "H5G__create_named"
  "H5A__dense_(create|insert|write|rename|remove|remove_by_idx|delete)" "H5L_(link|link_object)"
  # Elements and bytes.
  "H5D__[a-z_]*_write(vv)?" "H5D__(create|init_storage|alloc_storage|format_convert|chunk_allocate)"
  "H5D__[a-z_]*_idx_(create|insert|remove|copy_setup|copy_shutdown|delete)"
  "H5F_(block|shared_block|shared_select|shared_vector)_write" "H5F__super_init"
  "H5MF_(alloc|xfree|try_extend)"
  # Property lists and selections as bytes.
  "H5P__[a-z_]*_(enc|dec)" "H5S__(all|hyper|none|point)_(serialize|deserialize)"
  "H5VL__native_(str_to_token|token_to_str)")
# What those names catch, and a reader needs: stored form read; types with a name, copied through it.
set(CNN2SNN_HDF5_REACHED "(H5[A-Z0-9]+__cache_[a-z_]*deserialize|H5O__(dtype|shared)_encode)")

# Sets `out` to whether a reader never reaches `function`.
function(cnn2snn_is_never_reached function out)
  set(${out} FALSE PARENT_SCOPE)
  if(function MATCHES "^${CNN2SNN_HDF5_REACHED}$")
    return()
  endif()
  foreach(pattern IN LISTS CNN2SNN_HDF5_NEVER_REACHED)
    if(function MATCHES "^${pattern}$")
      set(${out} TRUE PARENT_SCOPE)
      return()
    endif()
  endforeach()
endfunction()

# Sets `out` to `source`, or to a copy of it without those bodies where it has some.
function(cnn2snn_without_never_reached source out)
  cmake_path(GET source FILENAME name)
  file(READ "${source}" text)
  # A definition: HDF5 writes the name where a line begins, its type on the line before.
  string(REGEX MATCHALL "\n[^\n;]+\nH5[A-Za-z0-9_]+\\(" definitions "${text}")
  set(changed FALSE)
  foreach(definition IN LISTS definitions)
    string(REGEX MATCH "^\n([^\n]+)\n(H5[A-Za-z0-9_]+)\\($" matched "${definition}")
    set(type "${CMAKE_MATCH_1}")
    set(function "${CMAKE_MATCH_2}")
    cnn2snn_is_never_reached("${function}" never_reached)
    if(NOT never_reached)
      continue()
    endif()
    if(type MATCHES "\\*$")
      set(result "return NULL;")
    elseif(type MATCHES "^(static )?(herr_t|htri_t|ssize_t|H5B_ins_t|int)$")
      set(result "return -1;")
    elseif(type STREQUAL "haddr_t")
      set(result "return HADDR_UNDEF;")
    else()
      message(FATAL_ERROR "${name}: ${function} gives '${type}'")
    endif()
    if(CNN2SNN_HDF5_STOP)
      set(result "abort();")
    endif()
    string(FIND "${text}" "${definition}" start)
    string(SUBSTRING "${text}" ${start} -1 rest)
    string(FIND "${rest}" "\n{" opens)
    string(FIND "${rest}" "\n}" closes)
    if(opens EQUAL -1 OR closes LESS opens)
      message(FATAL_ERROR "${name}: ${function} has no body")
    endif()
    string(SUBSTRING "${text}" 0 ${start} before)
    string(SUBSTRING "${rest}" 0 ${opens} head)
    string(SUBSTRING "${rest}" ${closes} -1 after)
    set(text "${before}${head}\n{ ${result}${after}")
    set(changed TRUE)
  endforeach()
  if(changed)
    set(source "${CMAKE_CURRENT_BINARY_DIR}/sources/${name}")
    file(WRITE "${source}" "${text}")
  endif()
  set(${out} "${source}" PARENT_SCOPE)
endfunction()
