// Preloaded into `scaffold` by suite/cli/faults.rs: counts what a process does below one directory, and spoils the n-th.
//
// FAULT_BELOW   the directory
// FAULT_POINT   the number of the point to spoil, from 1; 0 spoils none
// FAULT_LOG     gets a line `number call path` for that point, or for each
// FAULT_ERRNO   what its call fails with; 0 kills the process there, in the middle of a write
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static atomic_long count;

static long number(const char *name, long otherwise) {
    const char *text = getenv(name);
    return text ? atol(text) : otherwise;
}

// The directory or file that is open under a number; what a path without a beginning is relative to.
static void opened(int fd, char *out) {
    char link[64];
    snprintf(link, sizeof link, fd == AT_FDCWD ? "/proc/self/cwd" : "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, out, PATH_MAX - 1);
    out[length < 0 ? 0 : length] = 0;
}

static void absolute(int at, const char *path, char *out) {
    if (path[0] == '/') {
        snprintf(out, PATH_MAX, "%s", path);
        return;
    }
    opened(at, out);
    size_t length = strlen(out);
    snprintf(out + length, PATH_MAX - length, "/%s", path);
}

// Whether this call is the one to be spoiled; does not return when the process is to be killed here.
static int spoils(const char *call, const char *path, int fd, const void *torn, size_t size) {
    const char *below = getenv("FAULT_BELOW");
    if (!below || strncmp(path, below, strlen(below)) != 0) return 0;
    long this = atomic_fetch_add(&count, 1) + 1;
    long point = number("FAULT_POINT", 0);
    const char *log = getenv("FAULT_LOG");
    if (log && (point == 0 || point == this)) {
        char line[PATH_MAX + 64];
        int length = snprintf(line, sizeof line, "%ld %s %s\n", this, call, path);
        int out = REAL(open)(log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644);
        if (out >= 0) {
            if (REAL(write)(out, line, length) != length) abort();
            close(out);
        }
    }
    if (this != point) return 0;
    long error = number("FAULT_ERRNO", 0);
    if (error == 0) {
        if (torn && REAL(write)(fd, torn, size / 2) < 0) abort();
        kill(getpid(), SIGKILL);
        pause();
    }
    errno = error;
    return 1;
}

static int spoils_at(const char *call, int at, const char *path) {
    char whole[PATH_MAX];
    absolute(at, path, whole);
    return spoils(call, whole, -1, NULL, 0);
}

static int spoils_fd(const char *call, int fd, const void *torn, size_t size) {
    char whole[PATH_MAX];
    opened(fd, whole);
    return spoils(call, whole, fd, torn, size);
}

static mode_t mode_of(int flags, va_list list) {
    return flags & (O_CREAT | O_TMPFILE) ? va_arg(list, mode_t) : 0;
}

#define OPEN(name)                                                                   \
    int name(const char *path, int flags, ...) {                                     \
        va_list list;                                                                \
        va_start(list, flags);                                                       \
        mode_t mode = mode_of(flags, list);                                          \
        va_end(list);                                                                \
        return spoils_at("open", AT_FDCWD, path) ? -1 : REAL(name)(path, flags, mode); \
    }
OPEN(open)
OPEN(open64)

#define OPENAT(name)                                                                 \
    int name(int at, const char *path, int flags, ...) {                             \
        va_list list;                                                                \
        va_start(list, flags);                                                       \
        mode_t mode = mode_of(flags, list);                                          \
        va_end(list);                                                                \
        return spoils_at("open", at, path) ? -1 : REAL(name)(at, path, flags, mode); \
    }
OPENAT(openat)
OPENAT(openat64)

ssize_t write(int fd, const void *bytes, size_t size) {
    return spoils_fd("write", fd, bytes, size) ? -1 : REAL(write)(fd, bytes, size);
}

ssize_t pwrite64(int fd, const void *bytes, size_t size, off64_t offset) {
    return spoils_fd("write", fd, NULL, 0) ? -1 : REAL(pwrite64)(fd, bytes, size, offset);
}

ssize_t writev(int fd, const struct iovec *parts, int many) {
    return spoils_fd("write", fd, NULL, 0) ? -1 : REAL(writev)(fd, parts, many);
}

ssize_t copy_file_range(int from, off64_t *start, int to, off64_t *end, size_t size, unsigned flags) {
    return spoils_fd("write", to, NULL, 0) ? -1 : REAL(copy_file_range)(from, start, to, end, size, flags);
}

int fsync(int fd) { return spoils_fd("fsync", fd, NULL, 0) ? -1 : REAL(fsync)(fd); }

int fdatasync(int fd) { return spoils_fd("fsync", fd, NULL, 0) ? -1 : REAL(fdatasync)(fd); }

int fchmod(int fd, mode_t mode) { return spoils_fd("chmod", fd, NULL, 0) ? -1 : REAL(fchmod)(fd, mode); }

int rename(const char *old, const char *new) {
    return spoils_at("rename", AT_FDCWD, new) ? -1 : REAL(rename)(old, new);
}

int renameat2(int from, const char *old, int to, const char *new, unsigned flags) {
    return spoils_at("exchange", to, new) ? -1 : REAL(renameat2)(from, old, to, new, flags);
}

int chmod(const char *path, mode_t mode) {
    return spoils_at("chmod", AT_FDCWD, path) ? -1 : REAL(chmod)(path, mode);
}

int link(const char *old, const char *new) {
    return spoils_at("link", AT_FDCWD, new) ? -1 : REAL(link)(old, new);
}

int linkat(int from, const char *old, int to, const char *new, int flags) {
    return spoils_at("link", to, new) ? -1 : REAL(linkat)(from, old, to, new, flags);
}

int unlink(const char *path) { return spoils_at("unlink", AT_FDCWD, path) ? -1 : REAL(unlink)(path); }

int unlinkat(int at, const char *path, int flags) {
    return spoils_at("unlink", at, path) ? -1 : REAL(unlinkat)(at, path, flags);
}

int rmdir(const char *path) { return spoils_at("unlink", AT_FDCWD, path) ? -1 : REAL(rmdir)(path); }

int mkdir(const char *path, mode_t mode) {
    return spoils_at("mkdir", AT_FDCWD, path) ? -1 : REAL(mkdir)(path, mode);
}
