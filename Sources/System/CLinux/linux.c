#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <malloc.h>
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/timex.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

int ql_memfd_create(const char *name, bool allow_sealing) {
  int fd = memfd_create(name, MFD_CLOEXEC | (allow_sealing ? MFD_ALLOW_SEALING : 0));
  return fd < 0 ? -errno : fd;
}

int ql_memfd_seal_size(int fd) {
  return fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW) < 0 ? -errno : 0;
}

int ql_memfd_seal_all(int fd) {
  return fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) < 0 ? -errno : 0;
}

int ql_memfd_seals(int fd) {
  int seals = fcntl(fd, F_GET_SEALS);
  return seals < 0 ? -errno : seals;
}

int ql_lock_memory_on_fault(void) {
  return mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT) < 0 ? -errno : 0;
}

int ql_set_cloexec(int fd, bool on) { return fcntl(fd, F_SETFD, on ? FD_CLOEXEC : 0) < 0 ? -errno : 0; }

int ql_set_nonblocking(int fd, bool on) {
  int flags = fcntl(fd, F_GETFL);
  if (flags < 0) return -errno;
  return fcntl(fd, F_SETFL, on ? flags | O_NONBLOCK : flags & ~O_NONBLOCK) < 0 ? -errno : 0;
}

int ql_open(const char *path, int flags, int mode) {
  int fd;
  do fd = open(path, flags | O_CLOEXEC, mode);
  while (fd < 0 && errno == EINTR);
  return fd < 0 ? -errno : fd;
}

#define QL_MAX_FDS 32

ssize_t ql_send_message(int socket, const void *bytes, size_t length, const int *fds, int fd_count) {
  if (fd_count < 0 || fd_count > QL_MAX_FDS) return -EINVAL;
  struct iovec iov = {.iov_base = (void *)bytes, .iov_len = length};
  union {
    char space[CMSG_SPACE(sizeof(int) * QL_MAX_FDS)];
    struct cmsghdr align;
  } control;
  struct msghdr message = {.msg_iov = &iov, .msg_iovlen = 1};
  if (fd_count > 0) {
    memset(&control, 0, sizeof control);
    message.msg_control = control.space;
    message.msg_controllen = CMSG_SPACE(sizeof(int) * (size_t)fd_count);
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof(int) * (size_t)fd_count);
    memcpy(CMSG_DATA(header), fds, sizeof(int) * (size_t)fd_count);
  }
  ssize_t sent;
  do sent = sendmsg(socket, &message, MSG_NOSIGNAL);
  while (sent < 0 && errno == EINTR);
  return sent < 0 ? -errno : sent;
}

ssize_t ql_receive_message(int socket, void *bytes, size_t capacity, int *fds, int fd_capacity, int *fd_count) {
  struct iovec iov = {.iov_base = bytes, .iov_len = capacity};
  union {
    char space[CMSG_SPACE(sizeof(int) * QL_MAX_FDS)];
    struct cmsghdr align;
  } control;
  struct msghdr message = {
      .msg_iov = &iov, .msg_iovlen = 1, .msg_control = control.space, .msg_controllen = sizeof control.space};
  *fd_count = 0;
  ssize_t received;
  do received = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
  while (received < 0 && errno == EINTR);
  if (received < 0) return -errno;
  for (struct cmsghdr *header = CMSG_FIRSTHDR(&message); header; header = CMSG_NXTHDR(&message, header)) {
    if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS) continue;
    int count = (int)((header->cmsg_len - CMSG_LEN(0)) / sizeof(int));
    for (int i = 0; i < count; i++) {
      int fd;
      memcpy(&fd, CMSG_DATA(header) + sizeof(int) * (size_t)i, sizeof fd);
      if (*fd_count < fd_capacity) fds[(*fd_count)++] = fd;
      else close(fd);
    }
  }
  return message.msg_flags & MSG_TRUNC ? -EMSGSIZE : received;
}

int ql_peer_credentials(int socket, uint32_t *pid, uint32_t *uid, uint32_t *gid) {
  struct ucred credentials;
  socklen_t length = sizeof credentials;
  if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &credentials, &length) < 0) return -errno;
  *pid = (uint32_t)credentials.pid;
  *uid = credentials.uid;
  *gid = credentials.gid;
  return 0;
}

int ql_futex_wait(const uint32_t *word, uint32_t expected, int64_t timeout_nanoseconds) {
  struct timespec timeout = {timeout_nanoseconds / 1000000000, timeout_nanoseconds % 1000000000};
  long result =
      syscall(SYS_futex, word, FUTEX_WAIT, expected, timeout_nanoseconds < 0 ? NULL : &timeout, NULL, 0);
  return result < 0 ? -errno : 0;
}

int ql_futex_wake(uint32_t *word, int count) {
  long result = syscall(SYS_futex, word, FUTEX_WAKE, count, NULL, NULL, 0);
  return result < 0 ? -errno : (int)result;
}

static int64_t nanoseconds_of(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int64_t ql_monotonic_nanoseconds(void) { return nanoseconds_of(CLOCK_MONOTONIC); }
int64_t ql_realtime_nanoseconds(void) { return nanoseconds_of(CLOCK_REALTIME); }
int64_t ql_thread_cpu_nanoseconds(void) { return nanoseconds_of(CLOCK_THREAD_CPUTIME_ID); }

int ql_sleep_until_monotonic(int64_t nanoseconds) {
  struct timespec until = {nanoseconds / 1000000000, nanoseconds % 1000000000};
  return -clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
}

int ql_die_with_parent(void) { return prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 ? -errno : 0; }
int ql_become_subreaper(void) { return prctl(PR_SET_CHILD_SUBREAPER, 1) < 0 ? -errno : 0; }
int ql_set_name(const char *name) { return prctl(PR_SET_NAME, name) < 0 ? -errno : 0; }

int ql_become_background(void) {
  struct sched_param none = {0};
  pid_t self = (pid_t)syscall(SYS_gettid);
  int result = sched_setscheduler(self, SCHED_BATCH, &none) < 0 ? -errno : 0;
  if (setpriority(PRIO_PROCESS, (id_t)self, 19) < 0) result = -errno;
  const int who_process = 1, class_idle = 3 << 13;  // IOPRIO_WHO_PROCESS, IOPRIO_CLASS_IDLE
  if (syscall(SYS_ioprio_set, who_process, self, class_idle) < 0) result = -errno;
  return result;
}

void ql_keep_heap_small(void) {
  mallopt(M_ARENA_MAX, 2);
  mallopt(M_TRIM_THRESHOLD, 1 << 20);
}

void ql_release_free_memory(void) { malloc_trim(0); }

int ql_clock_synchronised(void) {
  struct timex facts = {0};
  int state = adjtimex(&facts);
  if (state < 0) return -errno;
  return state != TIME_ERROR && !(facts.status & STA_UNSYNC);
}

int ql_wait_status_exit_code(int status) { return WIFEXITED(status) ? WEXITSTATUS(status) : -1; }
int ql_wait_status_signal(int status) { return WIFSIGNALED(status) ? WTERMSIG(status) : 0; }

pid_t ql_spawn(char *const argv[], char *const envp[], const int *fds, int fd_count) {
  if (fd_count < 0 || fd_count > QL_MAX_FDS) return -EINVAL;
  int report[2];
  if (pipe2(report, O_CLOEXEC) < 0) return -errno;
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pid_t parent = getpid();
  pid_t pid = fork();
  if (pid == 0) {
    // Only async-signal-safe calls from here to exec.
    struct sigaction standard = {.sa_handler = SIG_DFL};
    for (int s = 1; s < NSIG; s++) sigaction(s, &standard, NULL);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    setpgid(0, 0);  // a terminal's interrupt reaches the launcher alone, which then stops the children in order
    if (getppid() != parent) _exit(127);
    int high[QL_MAX_FDS];
    int error = 0;
    int out = fcntl(report[1], F_DUPFD_CLOEXEC, 3 + QL_MAX_FDS * 2);
    for (int i = 0; i < fd_count && !error; i++) {
      high[i] = fcntl(fds[i], F_DUPFD_CLOEXEC, 3 + QL_MAX_FDS);
      if (high[i] < 0) error = errno;
    }
    int null = open("/dev/null", O_RDONLY);
    if (null >= 0) dup2(null, 0);
    for (int i = 0; i < fd_count && !error; i++)
      if (dup2(high[i], 3 + i) < 0) error = errno;
    if (!error) {
      // Everything above the handed descriptors closes; the report pipe closes by itself on exec.
      syscall(SYS_close_range, 3 + fd_count, (unsigned)out - 1, 0);
      syscall(SYS_close_range, (unsigned)out + 1, UINT_MAX, 0);
      // SIGUSR1 is an input (ql_count_signal): it waits until the child lets it in, and ends none that does not.
      sigset_t waiting;
      sigemptyset(&waiting);
      sigaddset(&waiting, SIGUSR1);
      sigprocmask(SIG_SETMASK, &waiting, NULL);
      execve(argv[0], argv, envp);
      error = errno;
    }
    ssize_t ignored = write(out, &error, sizeof error);
    (void)ignored;
    _exit(127);
  }
  int error = pid < 0 ? errno : 0;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  close(report[1]);
  if (pid > 0) {
    int child_error = 0;
    ssize_t got;
    do got = read(report[0], &child_error, sizeof child_error);
    while (got < 0 && errno == EINTR);
    if (got == (ssize_t)sizeof child_error) {
      error = child_error;
      waitpid(pid, NULL, 0);
    }
  }
  close(report[0]);
  return error ? -error : pid;
}

uint64_t ql_load_acquire_u64(const uint64_t *p) { return __atomic_load_n(p, __ATOMIC_ACQUIRE); }
uint64_t ql_load_relaxed_u64(const uint64_t *p) { return __atomic_load_n(p, __ATOMIC_RELAXED); }
void ql_store_release_u64(uint64_t *p, uint64_t v) { __atomic_store_n(p, v, __ATOMIC_RELEASE); }
void ql_store_relaxed_u64(uint64_t *p, uint64_t v) { __atomic_store_n(p, v, __ATOMIC_RELAXED); }
int64_t ql_load_acquire_i64(const int64_t *p) { return __atomic_load_n(p, __ATOMIC_ACQUIRE); }
void ql_store_release_i64(int64_t *p, int64_t v) { __atomic_store_n(p, v, __ATOMIC_RELEASE); }
uint32_t ql_load_acquire_u32(const uint32_t *p) { return __atomic_load_n(p, __ATOMIC_ACQUIRE); }
void ql_store_release_u32(uint32_t *p, uint32_t v) { __atomic_store_n(p, v, __ATOMIC_RELEASE); }
uint32_t ql_fetch_add_u32(uint32_t *p, uint32_t v) { return __atomic_fetch_add(p, v, __ATOMIC_ACQ_REL); }
void ql_fence_acquire(void) { __atomic_thread_fence(__ATOMIC_ACQUIRE); }
void ql_fence_release(void) { __atomic_thread_fence(__ATOMIC_RELEASE); }

// CRC-32C, reflected polynomial 0x82F63B78 (RFC 3720, appendix B.4).
static uint32_t crc32c_portable(uint32_t crc, const uint8_t *p, size_t n) {
  while (n--) {
    crc ^= *p++;
    for (int k = 0; k < 8; k++) crc = crc & 1 ? (crc >> 1) ^ 0x82F63B78u : crc >> 1;
  }
  return crc;
}

#if defined(__x86_64__)
__attribute__((target("sse4.2"))) static uint32_t crc32c_hardware(uint32_t crc, const uint8_t *p, size_t n) {
  while (n && ((uintptr_t)p & 7)) {
    crc = __builtin_ia32_crc32qi(crc, *p++);
    n--;
  }
  uint64_t wide = crc;
  for (; n >= 8; n -= 8, p += 8) wide = __builtin_ia32_crc32di(wide, *(const uint64_t *)p);
  crc = (uint32_t)wide;
  while (n--) crc = __builtin_ia32_crc32qi(crc, *p++);
  return crc;
}
#endif

uint32_t ql_crc32c(uint32_t crc, const void *bytes, size_t length) {
  crc = ~crc;
#if defined(__x86_64__)
  if (__builtin_cpu_supports("sse4.2")) return ~crc32c_hardware(crc, bytes, length);
#endif
  return ~crc32c_portable(crc, bytes, length);
}

static uint32_t *signal_counter;

static void count_signal(int signal) {
  (void)signal;
  __atomic_fetch_add(signal_counter, 1, __ATOMIC_RELEASE);
}

int ql_count_signal(int signal, uint32_t *counter) {
  struct sigaction action = {.sa_handler = count_signal, .sa_flags = SA_RESTART};
  signal_counter = counter;
  return sigaction(signal, &action, NULL) < 0 ? -errno : 0;
}

int ql_let_signal_in(int signal) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, signal);
  return -pthread_sigmask(SIG_UNBLOCK, &signals, NULL);
}

int ql_signal_descriptor(void) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGCHLD);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGHUP);
  sigaddset(&signals, SIGUSR1);
  int error = pthread_sigmask(SIG_BLOCK, &signals, NULL);
  if (error) return -error;
  int fd = signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
  return fd < 0 ? -errno : fd;
}

int ql_signal_read(int fd) {
  struct signalfd_siginfo info;
  ssize_t got = read(fd, &info, sizeof info);
  if (got < 0) return errno == EAGAIN ? 0 : -errno;
  return got == (ssize_t)sizeof info ? (int)info.ssi_signo : 0;
}

pid_t ql_reap(int *status) {
  pid_t pid = waitpid(-1, status, WNOHANG);
  return pid < 0 ? (errno == ECHILD ? 0 : -errno) : pid;
}

int ql_notify(const char *address, const void *bytes, size_t length) {
  struct sockaddr_un target = {.sun_family = AF_UNIX};
  size_t size = strlen(address);
  if (size == 0 || size >= sizeof target.sun_path) return -EINVAL;
  memcpy(target.sun_path, address, size);
  if (address[0] == '@') target.sun_path[0] = 0;
  int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return -errno;
  ssize_t sent = sendto(fd, bytes, length, MSG_NOSIGNAL, (struct sockaddr *)&target,
                        (socklen_t)(offsetof(struct sockaddr_un, sun_path) + size));
  int error = sent < 0 ? errno : 0;
  close(fd);
  return -error;
}
