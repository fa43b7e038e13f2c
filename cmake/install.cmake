# cmake --install: the binary, its manual, completions and documents, where Debian expects them. Developer programs stay out.
install(TARGETS ckm RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})

foreach(section 1 5 7)
  file(GLOB pages CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/man/*.${section})
  install(FILES ${pages} DESTINATION ${CMAKE_INSTALL_MANDIR}/man${section})
endforeach()

# The program prints its own completions.
set(folder ${CMAKE_BINARY_DIR}/completions)
set(bash_file ckm)
set(zsh_file _ckm)
set(fish_file ckm.fish)
file(MAKE_DIRECTORY ${folder})
foreach(shell bash zsh fish)
  add_custom_command(OUTPUT ${folder}/${${shell}_file} COMMAND ckm completion ${shell} > ${folder}/${${shell}_file} DEPENDS ckm VERBATIM)
  list(APPEND completions ${folder}/${${shell}_file})
endforeach()
add_custom_target(completions ALL DEPENDS ${completions})
install(FILES ${folder}/${bash_file} DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
install(FILES ${folder}/${zsh_file} DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions)
install(FILES ${folder}/${fish_file} DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)

install(FILES README.md NEWS.md LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES scripts/crontab.example DESTINATION ${CMAKE_INSTALL_DOCDIR}/examples)
install(PROGRAMS scripts/nightly DESTINATION ${CMAKE_INSTALL_DOCDIR}/examples)
