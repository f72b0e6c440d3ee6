include(GNUInstallDirs)
if(NOT BACKSPOOL_FUZZ)
  install(TARGETS backspoold backspool-agent RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()
