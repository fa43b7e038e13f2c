# ckm_module(NAME [LINKS target...]): the static library ckm_NAME of all src/NAME/*.cc. LINKS repeats the folder's
# row of the table in DESIGN: what it may include.
function(ckm_module name)
  cmake_parse_arguments(ARG "" "" "LINKS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${name}/*.cc)
  list(FILTER sources EXCLUDE REGEX "/main\\.cc$")
  add_library(ckm_${name} STATIC ${sources})
  target_include_directories(ckm_${name} PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})
  target_link_libraries(ckm_${name} PUBLIC ${ARG_LINKS} PRIVATE ckm_options)
  target_link_libraries(ckm_${name} PRIVATE fmt::fmt)
  target_precompile_headers(ckm_${name} REUSE_FROM ckm_std)
  target_compile_options(ckm_${name} PRIVATE ${CKM_PCH_OPTIONS})
endfunction()

# The headers that most files include, compiled once: half of the time of a build. Files still name what they use.
# These options let ccache see through the precompiled header.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  set(CKM_PCH_OPTIONS -fpch-preprocess)
else()
  set(CKM_PCH_OPTIONS "SHELL:-Xclang -fno-pch-timestamp")
endif()
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/std.cc CONTENT "namespace {}\n")
add_library(ckm_std OBJECT ${CMAKE_BINARY_DIR}/std.cc)
target_link_libraries(ckm_std PRIVATE fmt::fmt ckm_options)
target_compile_options(ckm_std PRIVATE ${CKM_PCH_OPTIONS})
target_precompile_headers(ckm_std PRIVATE <fmt/format.h> <algorithm> <cstdint> <functional> <map> <memory> <optional> <string>
  <string_view> <unordered_map> <vector>)
