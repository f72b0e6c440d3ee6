include(GNUInstallDirs)
install(TARGETS backspoold backspool-agent RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
