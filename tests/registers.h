/* A call from assembly that remembers what the ABI says a function preserves, for test_registers.c: one
 * file of a program includes it. */
#ifndef ACTFAST_TESTS_REGISTERS_H
#define ACTFAST_TESTS_REGISTERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    REGISTERS_ARGUMENTS = 10,
    REGISTERS_SLOTS = 20,
    REGISTERS_CANARIES = 32,
};
#define REGISTERS_CANARY UINT64_C(0xa5a5a5a5a5a5a5a5)

/* The assembly knows these offsets as numbers. */
struct registers {
    uint64_t fill[REGISTERS_SLOTS], seen[REGISTERS_SLOTS]; /* before and after, as named below */
    uint64_t stack_before, stack_after;
    uint64_t control_before, control_after; /* MXCSR or FPCR */
    uint64_t flags;
    uint32_t x87[8];                       /* control, status and tags first, as FNSTENV has it */
    uint64_t canaries[REGISTERS_CANARIES]; /* the frame of the caller, above what it passed */
};
_Static_assert(offsetof(struct registers, seen) == 160, "known to the assembly");
_Static_assert(offsetof(struct registers, stack_before) == 320, "known to the assembly");
_Static_assert(offsetof(struct registers, control_before) == 336, "known to the assembly");
_Static_assert(offsetof(struct registers, flags) == 352, "known to the assembly");
_Static_assert(offsetof(struct registers, x87) == 360, "known to the assembly");
_Static_assert(offsetof(struct registers, canaries) == 392, "known to the assembly");

/* Where the assembly keeps everything: after the call no register can be relied upon. */
__attribute__((visibility("hidden"))) struct registers registers_room;

/* Calls `function`, whose arguments are integers or pointers, and returns what it returns. */
__attribute__((visibility("hidden"))) int
registers_call(void (*function)(void), const uint64_t arguments[REGISTERS_ARGUMENTS]);

#if defined(__x86_64__)

static const char *const registers_names[] = {"rbx", "rbp", "r12", "r13", "r14", "r15"};

__asm__(".text\n"
        ".p2align 4\n"
        ".globl registers_call\n"
        ".hidden registers_call\n"
        ".type registers_call, @function\n"
        "registers_call:\n"
        "endbr64\n"
        "pushq %rbx\n pushq %rbp\n pushq %r12\n pushq %r13\n pushq %r14\n pushq %r15\n"
        "subq $264, %rsp\n" /* 8 to align, 256 of canaries */
        "movq %rdi, %r11\n"
        "movq %rsi, %r10\n"
        "movabsq $0xa5a5a5a5a5a5a5a5, %rax\n"
        "movq %rsp, %rdi\n"
        "movl $32, %ecx\n"
        "rep stosq\n"
        "pushq 72(%r10)\n pushq 64(%r10)\n pushq 56(%r10)\n pushq 48(%r10)\n"
        "leaq registers_room(%rip), %rax\n"
        "movq %rsp, 320(%rax)\n"
        "stmxcsr 336(%rax)\n"
        "movq 0(%rax), %rbx\n movq 8(%rax), %rbp\n movq 16(%rax), %r12\n"
        "movq 24(%rax), %r13\n movq 32(%rax), %r14\n movq 40(%rax), %r15\n"
        "movq 0(%r10), %rdi\n movq 8(%r10), %rsi\n movq 16(%r10), %rdx\n"
        "movq 24(%r10), %rcx\n movq 32(%r10), %r8\n movq 40(%r10), %r9\n"
        "call *%r11\n"
        "leaq registers_room(%rip), %r11\n"
        "movq %rsp, 328(%r11)\n"
        "movq 320(%r11), %rsp\n"
        "pushfq\n popq 352(%r11)\n"
        "cld\n"
        "movq %rbx, 160(%r11)\n movq %rbp, 168(%r11)\n movq %r12, 176(%r11)\n"
        "movq %r13, 184(%r11)\n movq %r14, 192(%r11)\n movq %r15, 200(%r11)\n"
        "stmxcsr 344(%r11)\n"
        "fnstenv 360(%r11)\n" /* it also masks all exceptions */
        "fldcw 360(%r11)\n"
        "leaq 32(%rsp), %rsi\n"
        "leaq 392(%r11), %rdi\n"
        "movl $32, %ecx\n"
        "rep movsq\n"
        "addq $296, %rsp\n"
        "popq %r15\n popq %r14\n popq %r13\n popq %r12\n popq %rbp\n popq %rbx\n"
        "ret\n"
        ".size registers_call, . - registers_call\n");

#elif defined(__aarch64__)

static const char *const registers_names[] = {"x19", "x20", "x21", "x22", "x23", "x24", "x25",
                                              "x26", "x27", "x28", "x29", "d8",  "d9",  "d10",
                                              "d11", "d12", "d13", "d14", "d15"};

__asm__(".text\n"
        ".p2align 4\n"
        ".globl registers_call\n"
        ".hidden registers_call\n"
        ".type registers_call, %function\n"
        "registers_call:\n"
        "hint #34\n" /* bti c */
        "stp x29, x30, [sp, #-160]!\n stp x19, x20, [sp, #16]\n stp x21, x22, [sp, #32]\n"
        "stp x23, x24, [sp, #48]\n stp x25, x26, [sp, #64]\n stp x27, x28, [sp, #80]\n"
        "stp d8, d9, [sp, #96]\n stp d10, d11, [sp, #112]\n stp d12, d13, [sp, #128]\n"
        "stp d14, d15, [sp, #144]\n"
        "sub sp, sp, #272\n" /* two arguments, 256 of canaries */
        "mov x16, x0\n"
        "mov x17, x1\n"
        "mov x9, #0xa5a5\n movk x9, #0xa5a5, lsl #16\n"
        "movk x9, #0xa5a5, lsl #32\n movk x9, #0xa5a5, lsl #48\n"
        "add x10, sp, #16\n"
        "mov x11, #32\n"
        "1: str x9, [x10], #8\n subs x11, x11, #1\n b.ne 1b\n"
        "ldp x9, x10, [x17, #64]\n stp x9, x10, [sp]\n"
        "adrp x9, registers_room\n add x9, x9, :lo12:registers_room\n"
        "mov x10, sp\n str x10, [x9, #320]\n"
        "mrs x10, fpcr\n str x10, [x9, #336]\n"
        "ldp x19, x20, [x9]\n ldp x21, x22, [x9, #16]\n ldp x23, x24, [x9, #32]\n"
        "ldp x25, x26, [x9, #48]\n ldp x27, x28, [x9, #64]\n ldr x29, [x9, #80]\n"
        "ldp d8, d9, [x9, #88]\n ldp d10, d11, [x9, #104]\n ldp d12, d13, [x9, #120]\n"
        "ldp d14, d15, [x9, #136]\n"
        "ldp x0, x1, [x17]\n ldp x2, x3, [x17, #16]\n ldp x4, x5, [x17, #32]\n"
        "ldp x6, x7, [x17, #48]\n"
        "blr x16\n"
        "adrp x9, registers_room\n add x9, x9, :lo12:registers_room\n"
        "mov x10, sp\n str x10, [x9, #328]\n"
        "ldr x10, [x9, #320]\n mov sp, x10\n"
        "stp x19, x20, [x9, #160]\n stp x21, x22, [x9, #176]\n stp x23, x24, [x9, #192]\n"
        "stp x25, x26, [x9, #208]\n stp x27, x28, [x9, #224]\n str x29, [x9, #240]\n"
        "stp d8, d9, [x9, #248]\n stp d10, d11, [x9, #264]\n stp d12, d13, [x9, #280]\n"
        "stp d14, d15, [x9, #296]\n"
        "mrs x10, fpcr\n str x10, [x9, #344]\n"
        "add x10, sp, #16\n"
        "add x12, x9, #392\n"
        "mov x11, #32\n"
        "2: ldr x13, [x10], #8\n str x13, [x12], #8\n subs x11, x11, #1\n b.ne 2b\n"
        "add sp, sp, #272\n"
        "ldp x19, x20, [sp, #16]\n ldp x21, x22, [sp, #32]\n ldp x23, x24, [sp, #48]\n"
        "ldp x25, x26, [sp, #64]\n ldp x27, x28, [sp, #80]\n ldp d8, d9, [sp, #96]\n"
        "ldp d10, d11, [sp, #112]\n ldp d12, d13, [sp, #128]\n ldp d14, d15, [sp, #144]\n"
        "ldp x29, x30, [sp], #160\n"
        "ret\n"
        ".size registers_call, . - registers_call\n");

#endif

enum { REGISTERS_COUNT = sizeof registers_names / sizeof registers_names[0] };

#endif
