# The interface: what callers may get wrong, how a backend is chosen, threads, symbols, headers.
act_test(test_arguments)
target_compile_definitions(test_arguments PRIVATE ACT_PROJECT_VERSION="${PROJECT_VERSION}")
