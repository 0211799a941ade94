import CSeccomp
import Glibc

/// The cage of a process that parses untrusted bytes: from here on it may compute, read what is open, and little else.
///
/// Not allowed any more: opening files, the network, starting programs, signalling or tracing other processes. A call outside
/// the list fails with EPERM, so that a library that merely tries (a locale file, the number of processors) goes on without.
package enum Sandbox {
    /// Enters the cage; every thread started afterwards is in it too. Returns what is wrong if it could not.
    package static func enter() -> String? {
        let deny = UInt32(0x0005_0000) | UInt32(EPERM)  // SCMP_ACT_ERRNO(EPERM)
        let allow = UInt32(0x7fff_0000)  // SCMP_ACT_ALLOW
        guard let filter = seccomp_init(deny) else { return "seccomp is not available" }
        defer { seccomp_release(filter) }
        for name in allowed {
            let number = seccomp_syscall_resolve_name(name)
            guard number >= 0 else { continue }
            let result = seccomp_rule_add_array(filter, allow, number, 0, nil)
            guard result == 0 else { return "seccomp rule for \(name): errno \(-result)" }
        }
        if let problem = allowThreads(filter, allow) { return problem }
        // Loading sets no_new_privs as well.
        let loaded = seccomp_load(filter)
        return loaded == 0 ? nil : "seccomp: errno \(-loaded)"
    }

    /// Memory, reading and seeking in what is open, messages on standard error, threads, clocks, leaving.
    private static let allowed = [
        "read", "readv", "pread64", "preadv", "lseek", "write", "writev", "close", "fstat", "fcntl",
        "mmap", "munmap", "mremap", "mprotect", "madvise", "brk", "futex", "set_robust_list", "rseq", "set_tid_address",
        "membarrier", "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack", "exit", "exit_group",
        "restart_syscall", "clock_gettime", "clock_getres", "clock_nanosleep", "nanosleep", "gettimeofday", "time",
        "getpid", "gettid", "sched_yield", "sched_getaffinity", "getcpu", "getrandom", "getrusage", "fadvise64",
        "tgkill",
    ]

    /// New threads, but no new processes; a thread may name itself.
    private static func allowThreads(_ filter: scmp_filter_ctx, _ allow: UInt32) -> String? {
        let cloneThread: UInt64 = 0x0001_0000
        var isThread = scmp_arg_cmp(arg: 0, op: SCMP_CMP_MASKED_EQ, datum_a: cloneThread, datum_b: cloneThread)
        var result = seccomp_rule_add_array(filter, allow, seccomp_syscall_resolve_name("clone"), 1, &isThread)
        guard result == 0 else { return "seccomp rule for clone: errno \(-result)" }
        // The C library falls back to clone, whose flags a filter can see.
        let absent = UInt32(0x0005_0000) | UInt32(ENOSYS)
        result = seccomp_rule_add_array(filter, absent, seccomp_syscall_resolve_name("clone3"), 0, nil)
        guard result == 0 else { return "seccomp rule for clone3: errno \(-result)" }
        let setName: UInt64 = 15  // PR_SET_NAME
        var isName = scmp_arg_cmp(arg: 0, op: SCMP_CMP_EQ, datum_a: setName, datum_b: 0)
        result = seccomp_rule_add_array(filter, allow, seccomp_syscall_resolve_name("prctl"), 1, &isName)
        return result == 0 ? nil : "seccomp rule for prctl: errno \(-result)"
    }
}
