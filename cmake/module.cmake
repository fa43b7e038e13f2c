# ckm_module(NAME [LINKS target...]): the static library ckm_NAME of all src/NAME/*.cc. LINKS repeats the folder's
# row of the table in DESIGN: what it may include.
function(ckm_module name)
  cmake_parse_arguments(ARG "" "" "LINKS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${name}/*.cc)
  list(FILTER sources EXCLUDE REGEX "/main\\.cc$")
  add_library(ckm_${name} STATIC ${sources})
  target_include_directories(ckm_${name} PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})
  target_link_libraries(ckm_${name} PUBLIC ${ARG_LINKS} PRIVATE ckm_options)
endfunction()
