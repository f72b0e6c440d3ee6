# How every target of the project is built. A folder is a library; what it may use is listed, so that an
# upward #include does not find its header.

option(BACKSPOOL_WERROR "Warnings are errors" ON)
option(BACKSPOOL_FUZZ "Build the fuzz targets (clang with libFuzzer)" OFF)
option(BUILD_TESTING "Build the tests" ON)
set(BACKSPOOL_SANITIZE "" CACHE STRING "Value of -fsanitize= for everything")

set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_AUTOMOC ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  # Precompiled headers need this sloppiness (ccache manual, "Precompiled headers").
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${CCACHE_PROGRAM})
endif()

add_library(backspool_flags INTERFACE)
target_compile_options(backspool_flags INTERFACE -Wall -Wextra -Wpedantic -Wno-missing-field-initializers
  $<$<BOOL:${BACKSPOOL_WERROR}>:-Werror> $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
target_compile_definitions(backspool_flags INTERFACE QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_FOREACH
  QT_NO_KEYWORDS _FILE_OFFSET_BITS=64 BACKSPOOL_VERSION="${PROJECT_VERSION}")
if(BACKSPOOL_SANITIZE)
  target_compile_options(backspool_flags INTERFACE -fsanitize=${BACKSPOOL_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(backspool_flags INTERFACE -fsanitize=${BACKSPOOL_SANITIZE})
endif()

function(backspool_precompile target)
  if(BACKSPOOL_FUZZ)
    return()
  endif()
  if(target STREQUAL "backspool_core")
    target_precompile_headers(${target} PRIVATE ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/precompiled.h)
  else()
    target_precompile_headers(${target} REUSE_FROM backspool_core)
  endif()
endfunction()

# backspool_library(core SOURCES a.cpp a.h ... USES targets ... PRIVATE_USES targets ...)
# makes the library backspool_core; its headers are included as "core/a.h".
function(backspool_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;USES;PRIVATE_USES" ${ARGN})
  add_library(backspool_${name} STATIC ${ARG_SOURCES})
  target_include_directories(backspool_${name} PUBLIC ${CMAKE_CURRENT_SOURCE_DIR}/..)
  target_link_libraries(backspool_${name} PUBLIC ${ARG_USES} PRIVATE backspool_flags ${ARG_PRIVATE_USES})
  backspool_precompile(backspool_${name})
endfunction()

# backspool_program(backspoold SOURCES ... USES ...)
function(backspool_program name)
  cmake_parse_arguments(ARG "" "" "SOURCES;USES" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE backspool_flags ${ARG_USES})
  backspool_precompile(${name})
endfunction()

# backspool_test(tst_result SOURCES ... USES ... [TIMEOUT seconds] [LABELS ...]): one Qt Test program.
# The source is tst_NAME.cpp by default. TIMEOUT bounds the whole program; Qt Test's own bound on a function is out of its way.
function(backspool_test name)
  cmake_parse_arguments(ARG "" "TIMEOUT" "SOURCES;USES;LABELS" ${ARGN})
  if(NOT ARG_SOURCES)
    set(ARG_SOURCES ${name}.cpp)
  endif()
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE backspool_flags Qt6::Test ${ARG_USES})
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  if(BACKSPOOL_SANITIZE MATCHES address)
    target_sources(${name} PRIVATE ${PROJECT_SOURCE_DIR}/cmake/wait_for_threads.cpp)
  endif()
  backspool_precompile(${name})
  add_test(NAME ${name} COMMAND ${name})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 300)
  endif()
  set_tests_properties(${name} PROPERTIES TIMEOUT ${ARG_TIMEOUT} LABELS "${ARG_LABELS}"
    ENVIRONMENT "QT_QPA_PLATFORM=offscreen;QTEST_FUNCTION_TIMEOUT=3600000;BACKSPOOL_BIN=${CMAKE_RUNTIME_OUTPUT_DIRECTORY};BACKSPOOL_SOURCE=${PROJECT_SOURCE_DIR}")
endfunction()

# backspool_fuzz(fuzz_container USES ...): one libFuzzer program; its corpus is kept in corpus/NAME.
function(backspool_fuzz name)
  cmake_parse_arguments(ARG "" "" "SOURCES;USES" ${ARGN})
  if(NOT ARG_SOURCES)
    set(ARG_SOURCES ${name}.cpp)
  endif()
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE backspool_flags ${ARG_USES})
  target_compile_options(${name} PRIVATE -fsanitize=fuzzer)
  target_link_options(${name} PRIVATE -fsanitize=fuzzer)
endfunction()
