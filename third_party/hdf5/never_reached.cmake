# SPDX-License-Identifier: Apache-2.0
#
# Functions of HDF5 that only a writer, a copier of objects, a debugging tool or a question that cnn2snn
# never asks reaches. Its tables of object classes name them all, so that no linker can drop them, nor
# what they call: here their bodies become a failure. A file is opened for reading alone, datasets and
# attributes are opened by name and read whole, in the type that they have, and nothing of cnn2snn
# encodes or compares property lists.
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
  "H5P__(encode|decode)_[a-z0-9_]*" "H5P__[a-z_]*_cmp" "H5P__cmp_(prop|plist_cb)"
  "H5VL__native_(str_to_token|token_to_str)"
  # Records of B-trees and arrays: to their stored form, or printed.
  "H5(A__dense|G__dense|HF__huge|D__)_?(bt2|btree2?|btree2_name|btree2_corder)_[a-z_]*(encode|debug)"
  "H5D__(bt2|[ef]array)_(filt_|unfilt_)?(encode|debug|crt_dbg_context|dst_dbg_context)"
  "H5[DG]__(btree|node)_(encode_key|debug_key)" "H5G__node_create" "H5D__btree_(new_node|insert)"
  # Object headers: links counted, sizes summed up, times set, attributes listed.
  "H5O__[a-z_]*_(link|bh_info)" "H5O_(get_info|touch_oh|link|pin|msg_write)"
  "H5O__(get_hdr_info_real|msg_write_real|link_oh|dset_flush|dtype_can_share|attr_iterate)"
  "H5O_attr_iterate_real"
  # The metadata cache: entries made, changed, written; held back for other processes.
  "H5AC_(insert_entry|mark_entry_dirty|mark_entry_clean|mark_entry_serialized)" "H5C_cork"
  "H5AC_proxy_entry_[a-z_]*" "H5AC__proxy_entry_notify" "H5C__mark_flush_dep_[a-z]+"
  "H5AC_(flush|flush_tagged_metadata|evict_tagged_metadata)"
  "H5C__(flush|evict)_tagged_entries_cb"
  # The file: written, its space given back.
  "H5F__(flush_phase[12]|super_ext_write_msg|super_ext_remove_msg)"
  "H5F_(super_dirty|flush_tagged_metadata)" "H5FD_(lock|unlock|truncate|flush|sb_encode|sb_size)"
  "H5MF_(get_freespace|alloc_tmp)" "H5MF__(open_fstype|alloc_to_fs_type|close_delete_fstype)"
  "H5HF__man_[di]block_delete" "H5EA__[ds]block_delete" "H5B2__delete_node"
  "H5D__[a-z]+_construct" "H5D__[a-z0-9]+_idx_(size|dump)"
  # Objects, links and attributes by number; walks over all of them; questions about them.
  "H5[A-Z0-9]+_[a-z_]*_by_idx(_cb|_fh_cb|_bt2_cb)?" "H5B2_index" "H5L__(delete|get_val)_cb"
  "H5L__get_val_real" "H5G_visit" "H5G__visit_cb" "H5G_get_name_by_addr" "H5G__get_name_by_addr_cb"
  "H5A__(open_by_name|delete_by_name|get_info)"
  "H5A__(dense_iterate|dense_build_table|compact_build_table)"
  "H5D__get_(num_chunks|chunk_info_cb|chunk_info_by_coord_cb)" "H5D__vlen_get_buf_size[a-z_]*"
  "H5D_get_access_plist" "H5F__get_objects_cb" "H5F_get_obj_ids"
  # Selections of points, and of more than one block: datasets and chunks are each one block.
  "H5S__point_[a-z_]*" "H5S_select_elements" "H5S__copy_pnt_list"
  "H5S__hyper_(serial_size|iter_next|iter_next_block|iter_coords|iter_block|iter_has_next_block)"
  "H5S__hyper_(shape_same|spans_shape_same_helper|intersect_block|intersect_block_helper)"
  "H5S__hyper_(project_simple|project_scalar|clip_spans|merge_spans|merge_spans_helper)"
  "H5S__hyper_(add_span_element_helper|append_span|copy_span_helper|rebuild|rebuild_helper)"
  "H5S__hyper_(adjust_u|adjust_u_helper|adjust_s_helper|spans_nelem_helper|span_nblocks_helper)"
  "H5S__hyper_(bounds|is_single|generate_spans)"
  "H5S__generate_hyperslab" "H5S__check_spans_overlap"
  # Variable-length elements made.
  "H5T__vlen_[a-z_]*_(write|delete|setnull)")
# Cases of its native connector's switches: requests that cnn2snn never makes.
set(CNN2SNN_HDF5_NEVER_ASKED
  "H5VL_FILE_GET_(FAPL|FCPL|INTENT|FILENO|NAME|OBJ_COUNT|OBJ_IDS)"
  "H5VL_DATASET_GET_(DAPL|SPACE_STATUS)" "H5VL_ATTR_GET_(ACPL|INFO|NAME|STORAGE_SIZE)"
  "H5VL_ATTR_(DELETE|DELETE_BY_IDX|ITER|RENAME)" "H5VL_LINK_GET_(NAME|VAL)" "H5VL_LINK_DELETE"
  "H5VL_NATIVE_(FILE|DATASET)_[A-Z_]+")
# What those names catch, and a reader needs: stored form read; types with a name, copied through it;
# elements and chunks as they are stored.
set(CNN2SNN_HDF5_REACHED "(H5[A-Z0-9]+__cache_[a-z_]*deserialize|H5O__(dtype|shared)_encode\
|H5VL_NATIVE_FILE_POST_OPEN|H5VL_NATIVE_DATASET_(CHUNK_READ|CHUNK_ITER|GET_OFFSET))")

if(CNN2SNN_HDF5_STOP)
  set(CNN2SNN_HDF5_NOT_HERE "abort();")
else()
  set(CNN2SNN_HDF5_NOT_HERE "HGOTO_DONE(FAIL);")
endif()

# Sets `out` to whether `list`, one of those above, names `name`.
function(cnn2snn_is_one_of list name out)
  set(${out} FALSE PARENT_SCOPE)
  if(name MATCHES "^${CNN2SNN_HDF5_REACHED}$")
    return()
  endif()
  foreach(pattern IN LISTS ${list})
    if(name MATCHES "^${pattern}$")
      set(${out} TRUE PARENT_SCOPE)
      return()
    endif()
  endforeach()
endfunction()

# Sets `out` to `source`, or to a copy of it without those bodies where it has some.
function(cnn2snn_without_never_reached source out)
  cmake_path(GET source FILENAME name)
  file(READ "${source}" text)
  set(changed FALSE)
  # A case of a switch ends where a brace closes as far left as its name.
  string(REGEX MATCHALL "\n        case H5VL_[A-Z_]+: {\n" cases "${text}")
  foreach(case IN LISTS cases)
    string(REGEX MATCH "H5VL_[A-Z_]+" request "${case}")
    cnn2snn_is_one_of(CNN2SNN_HDF5_NEVER_ASKED "${request}" never_asked)
    if(NOT never_asked)
      continue()
    endif()
    string(FIND "${text}" "${case}" start)
    string(SUBSTRING "${text}" 0 ${start} before)
    string(SUBSTRING "${text}" ${start} -1 rest)
    string(FIND "${rest}" "\n        }\n" closes)
    string(SUBSTRING "${rest}" ${closes} -1 after)
    set(text "${before}${case}            ${CNN2SNN_HDF5_NOT_HERE}${after}")
    set(changed TRUE)
  endforeach()
  # A definition: HDF5 writes the name where a line begins, its type on the line before.
  string(REGEX MATCHALL "\n[^\n;]+\nH5[A-Za-z0-9_]+\\(" definitions "${text}")
  foreach(definition IN LISTS definitions)
    string(REGEX MATCH "^\n([^\n]+)\n(H5[A-Za-z0-9_]+)\\($" matched "${definition}")
    set(type "${CMAKE_MATCH_1}")
    set(function "${CMAKE_MATCH_2}")
    cnn2snn_is_one_of(CNN2SNN_HDF5_NEVER_REACHED "${function}" never_reached)
    if(NOT never_reached)
      continue()
    endif()
    string(REGEX REPLACE "(static|H5_ATTR_PURE) " "" type "${type}")
    if(type MATCHES "\\*$")
      set(result "return NULL;")
    elseif(type MATCHES "^(herr_t|htri_t|hid_t|ssize_t|H5B_ins_t|int)$")
      set(result "return -1;")
    elseif(type MATCHES "^(bool|hsize_t|hssize_t|size_t)$")
      set(result "return 0;")
    elseif(type STREQUAL "void")
      set(result "return;")
    elseif(type STREQUAL "haddr_t")
      set(result "return HADDR_UNDEF;")
    else()
      message(FATAL_ERROR "${name}: ${function} gives '${type}'")
    endif()
    if(CNN2SNN_HDF5_STOP)
      set(result "${CNN2SNN_HDF5_NOT_HERE}")
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
