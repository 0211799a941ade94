#pragma once
// Linux system calls that Swift's importer cannot reach (variadics, macros, ancillary data) and the atomics that
// shared memory between processes needs. Declarations marked QALQAN_REALTIME neither allocate nor lock.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define QALQAN_REALTIME __attribute__((swift_attr("@_noLocks"), swift_attr("@_noAllocation")))

// Memory files. All return a descriptor (close-on-exec) or -errno.
int ql_memfd_create(const char *name, bool allow_sealing);
int ql_memfd_seal_size(int fd);      // F_SEAL_SHRINK | F_SEAL_GROW
int ql_memfd_seal_all(int fd);       // size, then writing, then further seals
int ql_memfd_seals(int fd);          // the F_SEAL_* bits, or -errno
int ql_set_cloexec(int fd, bool on); // 0 or -errno
int ql_set_nonblocking(int fd, bool on);

// Locks all memory of the process, present and future, each page as it is first touched. 0 or -errno.
int ql_lock_memory_on_fault(void);

// Files.
int ql_open(const char *path, int flags, int mode); // O_CLOEXEC is added; -errno on failure

// Descriptors over Unix sockets (SCM_RIGHTS). Length of the message, 0 at the peer's end, or -errno.
ssize_t ql_send_message(int socket, const void *bytes, size_t length, const int *fds, int fd_count);
ssize_t ql_receive_message(int socket, void *bytes, size_t capacity, int *fds, int fd_capacity, int *fd_count);
int ql_peer_credentials(int socket, uint32_t *pid, uint32_t *uid, uint32_t *gid);

// Futex on a word in shared memory (between processes). Wait: 0 woken, or -errno (ETIMEDOUT, EAGAIN when the word differs).
int ql_futex_wait(const uint32_t *word, uint32_t expected, int64_t timeout_nanoseconds);
int ql_futex_wake(uint32_t *word, int count) QALQAN_REALTIME;

// Clocks in nanoseconds.
int64_t ql_monotonic_nanoseconds(void) QALQAN_REALTIME;
int64_t ql_realtime_nanoseconds(void);
int ql_sleep_until_monotonic(int64_t nanoseconds) QALQAN_REALTIME; // 0 or -EINTR
int64_t ql_thread_cpu_nanoseconds(void);

// Processes.
int ql_die_with_parent(void);          // PR_SET_PDEATHSIG SIGKILL
int ql_become_subreaper(void);         // PR_SET_CHILD_SUBREAPER
int ql_set_name(const char *name);
int ql_become_background(void);        // this thread: SCHED_BATCH, nice 19, idle disk class; 0 or -errno
void ql_keep_heap_small(void);         // few malloc arenas, freed memory given back: for processes whose needs come in bursts
void ql_release_free_memory(void);     // gives freed heap memory back to the system: after a burst, before a long run
int ql_clock_synchronised(void);       // adjtimex: 1 disciplined, 0 not, or -errno
int ql_wait_status_exit_code(int status);  // exit status, or -1 if it did not exit
int ql_wait_status_signal(int status);     // signal number, or 0

// Spawns `argv[0]` (a path) with the given environment and descriptors: child's descriptor 3 + i is fds[i]; 0 is /dev/null,
// 1 and 2 are inherited; all others are closed; every signal is at its default. Returns the pid or -errno.
pid_t ql_spawn(char *const argv[], char *const envp[], const int *fds, int fd_count);

// Atomics on shared memory.
uint64_t ql_load_acquire_u64(const uint64_t *p) QALQAN_REALTIME;
uint64_t ql_load_relaxed_u64(const uint64_t *p) QALQAN_REALTIME;
void ql_store_release_u64(uint64_t *p, uint64_t v) QALQAN_REALTIME;
void ql_store_relaxed_u64(uint64_t *p, uint64_t v) QALQAN_REALTIME;
int64_t ql_load_acquire_i64(const int64_t *p) QALQAN_REALTIME;
void ql_store_release_i64(int64_t *p, int64_t v) QALQAN_REALTIME;
uint32_t ql_load_acquire_u32(const uint32_t *p) QALQAN_REALTIME;
void ql_store_release_u32(uint32_t *p, uint32_t v) QALQAN_REALTIME;
uint32_t ql_fetch_add_u32(uint32_t *p, uint32_t v) QALQAN_REALTIME;
void ql_fence_acquire(void) QALQAN_REALTIME;
void ql_fence_release(void) QALQAN_REALTIME;

// CRC-32C (Castagnoli), hardware where the processor has it. Start with 0; feed the result back to continue.
uint32_t ql_crc32c(uint32_t crc, const void *bytes, size_t length) QALQAN_REALTIME;

// A signal as a number that goes up: from now on each one adds 1 to `counter` (which has to live as long as the process),
// by whichever thread lets the signal in. Other threads keep it blocked; `ql_let_signal_in` opens the calling one. The
// handler takes no lock and allocates nothing. 0 or -errno.
int ql_count_signal(int signal, uint32_t *counter);
int ql_let_signal_in(int signal);

// Signals as a descriptor: blocks SIGCHLD, SIGTERM, SIGINT, SIGHUP and SIGUSR1 for the process and reads them here. Returns the
// descriptor or -errno; `ql_signal_read` returns the next signal's number, 0 when there is none, or -errno.
int ql_signal_descriptor(void);
int ql_signal_read(int fd);
// Waits for any child that has ended, without blocking: its pid, 0 when none has, or -errno.
pid_t ql_reap(int *status);
// Sends one datagram to the Unix socket named by a path or, with a leading '@', an abstract name. 0 or -errno.
int ql_notify(const char *address, const void *bytes, size_t length);
