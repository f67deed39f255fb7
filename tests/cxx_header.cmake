# actfast.hpp in each language it is for, with exceptions and without, and free of warnings.
set(CXX_WARNINGS -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wundef -Werror)

# act_cxx_object(name source standard option...): nothing is optimised, for the sake of time.
function(act_cxx_object name source standard)
    add_library(${name} OBJECT ${source})
    set_target_properties(${name} PROPERTIES
        CXX_STANDARD ${standard} CXX_STANDARD_REQUIRED ON CXX_EXTENSIONS OFF)
    target_compile_options(${name} PRIVATE ${CXX_WARNINGS} -O0 ${ARGN})
    target_include_directories(${name} PRIVATE
        ${PROJECT_SOURCE_DIR}/include ${PROJECT_SOURCE_DIR}/kernels)
endfunction()

# A program of both kinds: cxx_header.cc of this one, cxx_other_kind.cc of the other.
function(act_cxx_header_test kind standard option other_option)
    set(name cxx${standard}_that_${kind})
    act_cxx_object(${name}_header cxx_header.cc ${standard} ${option})
    act_cxx_object(${name}_other cxx_other_kind.cc ${standard} ${other_option})
    add_executable(${name} $<TARGET_OBJECTS:${name}_header> $<TARGET_OBJECTS:${name}_other>)
    set_target_properties(${name} PROPERTIES LINKER_LANGUAGE CXX)
    target_link_libraries(${name} PRIVATE actfast)
    add_test(NAME ${name} COMMAND ${name})
endfunction()

# One language is enough where the header is not what is looked for.
set(standards 14 17 20)
if(CMAKE_CROSSCOMPILING OR CMAKE_CROSSCOMPILING_EMULATOR OR CMAKE_CXX_FLAGS MATCHES "-fsanitize")
    set(standards 17)
endif()
foreach(standard IN LISTS standards)
    act_cxx_header_test(throws ${standard} -fexceptions -fno-exceptions)
    act_cxx_header_test(returns_status ${standard} -fno-exceptions -fexceptions)
endforeach()
# The same compiler, told by the macro alone.
act_cxx_header_test(is_told_to_return_status 17 -DACTFAST_NO_EXCEPTIONS -fexceptions)

# What is wrong for an activation stops the compiler, with a sentence.
function(act_cxx_refusal name says call)
    set(source ${CMAKE_CURRENT_BINARY_DIR}/cxx_refuses_${name}.cc)
    file(WRITE ${source}
        "#include <actfast/actfast.hpp>\nvoid f(float (&x)[3], double &d) { ${call}; }\n")
    add_test(NAME cxx_refuses_${name} COMMAND ${CMAKE_CXX_COMPILER} -std=c++14 -fsyntax-only
        -I ${PROJECT_SOURCE_DIR}/include ${source})
    set_tests_properties(cxx_refuses_${name} PROPERTIES PASS_REGULAR_EXPRESSION "${says}")
endfunction()

act_cxx_refusal(param_grad_of_gelu "error: .*no parameter that is learned"
    "actfast::gelu.param_grad(x, x, d)")
act_cxx_refusal(backward_from_output_of_gelu "error: .*y does not tell the x"
    "actfast::gelu.backward_from_output(x, x, x)")
act_cxx_refusal(a_parameter_too_many "error: no match" "actfast::swish(x, x, 1.0f, 2.0f)")
act_cxx_refusal(a_buffer_of_doubles "error: no match" "actfast::swish(&d, x)")
