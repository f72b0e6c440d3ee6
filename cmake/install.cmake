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
install(FILES resources/org.backspool.Backspool.metainfo.xml DESTINATION ${CMAKE_INSTALL_DATADIR}/metainfo)
# "Restore an earlier version..." in file managers. Dolphin wants its own to be a program's, as a sign of trust, in users' folders.
install(FILES resources/file-managers/backspool-restore.desktop DESTINATION ${CMAKE_INSTALL_DATADIR}/kio/servicemenus
  PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
foreach(manager nautilus nemo)
  install(FILES resources/file-managers/backspool_restore.py DESTINATION ${CMAKE_INSTALL_DATADIR}/${manager}-python/extensions)
endforeach()
