// A disk that fails: an LD_PRELOAD library that spoils the reading of chosen files in one program.
//
//   QALQAN_DISK_IN   the program's name; in others it does nothing
//   QALQAN_DISK      rules NAME=KIND@OFFSET, separated by commas: NAME is how the file's path ends
//   QALQAN_DISK_GATE a FIFO: who stalls waits for a byte from it
//
// KIND, for reads that touch the 64 KiB from OFFSET on: `error` (EIO), `stall` (no answer until a byte comes through the
// gate), `end` (the file ends there); for all reads behind OFFSET: `short` (1,000 bytes at most). No clock is looked at.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

enum { most = 16, stretch = 65536 };

static struct {
    char name[256];
    char kind;
    long long offset;
} rules[most];
static int rule_count, gate = -1;
static signed char rule_of[1024];
static ssize_t (*real_pread)(int, void *, size_t, off_t);
static int (*real_open)(const char *, int, ...);

__attribute__((constructor)) static void start(void) {
    real_pread = dlsym(RTLD_NEXT, "pread64");
    real_open = dlsym(RTLD_NEXT, "open64");
    memset(rule_of, -1, sizeof rule_of);
    const char *program = getenv("QALQAN_DISK_IN"), *text = getenv("QALQAN_DISK"), *fifo = getenv("QALQAN_DISK_GATE");
    if (!program || !text || strcmp(program, program_invocation_short_name) != 0) return;
    if (fifo) gate = real_open(fifo, O_RDWR | O_CLOEXEC);
    for (; *text && rule_count < most; text += strcspn(text, ","), text += *text == ',') {
        char kind[16];
        if (sscanf(text, "%255[^=]=%15[a-z]@%lld", rules[rule_count].name, kind, &rules[rule_count].offset) != 3) abort();
        rules[rule_count++].kind = kind[0] == 's' ? kind[1] : kind[0] == 'e' ? kind[1] : 0;
    }
}

static int opened(int descriptor, const char *path) {
    if (descriptor < 0 || descriptor >= (int)sizeof rule_of) return descriptor;
    rule_of[descriptor] = -1;
    for (int rule = 0; rule < rule_count; rule++) {
        size_t length = strlen(path), ending = strlen(rules[rule].name);
        if (length >= ending && strcmp(path + length - ending, rules[rule].name) == 0) rule_of[descriptor] = rule;
    }
    return descriptor;
}

int open64(const char *path, int flags, ...) {
    va_list more;
    va_start(more, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0;
    va_end(more);
    return opened(real_open(path, flags, mode), path);
}

int open(const char *path, int flags, ...) __attribute__((alias("open64")));

ssize_t pread64(int descriptor, void *bytes, size_t count, off_t offset) {
    int rule = descriptor >= 0 && descriptor < (int)sizeof rule_of ? rule_of[descriptor] : -1;
    if (rule < 0 || offset + (long long)count <= rules[rule].offset) return real_pread(descriptor, bytes, count, offset);
    if (rules[rule].kind != 'h' && offset >= rules[rule].offset + stretch)
        return real_pread(descriptor, bytes, count, offset);
    switch (rules[rule].kind) {
    case 'r': errno = EIO; return -1;
    case 'h': return real_pread(descriptor, bytes, count < 1000 ? count : 1000, offset);
    case 'n': return offset >= rules[rule].offset ? 0 : real_pread(descriptor, bytes, rules[rule].offset - offset, offset);
    case 't': {
        char byte;
        while (read(gate, &byte, 1) < 0 && errno == EINTR) {}
        return real_pread(descriptor, bytes, count, offset);
    }
    default: return real_pread(descriptor, bytes, count, offset);
    }
}

ssize_t pread(int descriptor, void *bytes, size_t count, off_t offset) __attribute__((alias("pread64")));
