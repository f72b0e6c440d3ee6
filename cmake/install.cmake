include(GNUInstallDirs)
install(TARGETS backspoold backspool-agent backspool RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(FILES resources/org.backspool.Backspool.desktop DESTINATION ${CMAKE_INSTALL_DATADIR}/applications)
install(FILES resources/icons/protected.svg RENAME backspool.svg DESTINATION ${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps)
