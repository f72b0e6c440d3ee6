include(GNUInstallDirs)
install(TARGETS backspoold backspool-agent backspool RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(FILES resources/org.backspool.Backspool.desktop DESTINATION ${CMAKE_INSTALL_DATADIR}/applications)
# Where desktops look for it: what is installed into /usr has its settings in /etc.
install(CODE "set(autostart \"${CMAKE_CURRENT_SOURCE_DIR}/resources/autostart/org.backspool.Backspool.desktop\")")
install(CODE [[
  set(settings "${CMAKE_INSTALL_PREFIX}/etc")
  if(CMAKE_INSTALL_PREFIX STREQUAL "/usr")
    set(settings /etc)
  endif()
  file(INSTALL DESTINATION "${settings}/xdg/autostart" TYPE FILE FILES "${autostart}")
]])
install(FILES resources/icons/protected.svg RENAME backspool.svg DESTINATION ${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps)
