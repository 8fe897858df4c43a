/*
 * Stands between one process and its disk (LD_PRELOAD). Two uses:
 *
 * It records. Every change below WITNESS_FOLDER is appended to WITNESS_RECORD in the order in which it happened: files
 * that come, go and change their names, what is written into them, and what is flushed. A flush is two entries, its
 * beginning and its end, so that nobody who reads them counts a write as flushed that came between the two. What a
 * test writes to WITNESS_MARKS (words of its own: "this was acknowledged") takes its place in the same order.
 *
 * It strikes. WITNESS_STRIKE="<phase> <n>" ends the process with SIGKILL in place of its n-th change within a phase;
 * "<phase> <n> half" lets half of a write through first. A thread says what phase it is in by writing the word to
 * WITNESS_PHASE, and an empty line when it is over; "*" is every phase. WITNESS_ONLY counts only files whose name
 * holds that text; WITNESS_ARM counts only while that file is there. WITNESS_REPORT gets one line for the strike, or
 * with n = 0 one for every change within the phase.
 *
 * An entry: op (1 byte), 1 spare byte, length of the name (2), length of the data (4), handle (8), number (8), name,
 * data; little-endian. Names are relative to the folder. tests/power/recording.ts reads it.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#define REAL(result, name, ...) \
  static result (*real)(__VA_ARGS__); \
  if (real == NULL) *(void **)&real = dlsym(RTLD_NEXT, #name)

enum { FDS = 65536, NAME = 512, CHUNK = 1 << 20 };
enum op {
  CREATE = 'C', OPEN = 'O', WRITE = 'W', RESIZE = 'R', FLUSH_BEGINS = 'B', FLUSH_ENDS = 'E',
  RENAME = 'N', UNLINK = 'U', MAKE_FOLDER = 'M', REMOVE_FOLDER = 'X', MARK = 'A',
};

static pthread_mutex_t turn = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;
static uint64_t handles[FDS]; /* 0: not ours */
static char names[FDS][NAME];
static char special[FDS]; /* 'm' marks, 'p' phase */
static uint64_t last_handle, last_flush;
static char folder[NAME];
static const char *marks_path, *phase_path, *only, *arm_path;
static int record = -1, report = -1;
static char wanted_phase[64];
static long strike_at = -1, strikes_seen;
static int is_half;
static __thread char phase[64];

static ssize_t raw_write(int fd, const void *data, size_t length) { return syscall(SYS_write, fd, data, length); }

__attribute__((constructor)) static void begin(void) {
  static int is_begun;
  if (is_begun) return;
  is_begun = 1;
  const char *root = getenv("WITNESS_FOLDER");
  if (root == NULL) return;
  snprintf(folder, sizeof folder, "%s", root);
  marks_path = getenv("WITNESS_MARKS");
  phase_path = getenv("WITNESS_PHASE");
  only = getenv("WITNESS_ONLY");
  arm_path = getenv("WITNESS_ARM");
  int flags = O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC;
  const char *path = getenv("WITNESS_RECORD");
  if (path != NULL) record = syscall(SYS_openat, AT_FDCWD, path, flags, 0600);
  path = getenv("WITNESS_REPORT");
  if (path != NULL) report = syscall(SYS_openat, AT_FDCWD, path, flags, 0600);
  const char *strike = getenv("WITNESS_STRIKE");
  char half[8] = "";
  if (strike != NULL) sscanf(strike, "%63s %ld %7s", wanted_phase, &strike_at, half);
  is_half = strcmp(half, "half") == 0;
  /* Several processes may add to one recording, one after another. */
  last_handle = last_flush = (uint64_t)getpid() << 24;
  /* What a Node process starts is not watched: two processes have no order between them. */
  char program[NAME] = "";
  if (readlink("/proc/self/exe", program, sizeof program - 1) > 0 && strstr(program, "node") != NULL) unsetenv("LD_PRELOAD");
}

static int is_there(const char *path) {
  struct stat found;
  return syscall(SYS_newfstatat, AT_FDCWD, path, &found, 0) == 0;
}

/* The path below the folder, or NULL. SQLite's shared memory is made anew at every opening and is never on disk. */
static const char *inside(const char *path) {
  begin();
  size_t length = strlen(folder);
  if (length == 0 || path == NULL || strncmp(path, folder, length) != 0) return NULL;
  if (path[length] != 0 && path[length] != '/') return NULL;
  size_t end = strlen(path);
  if (end > 4 && strcmp(path + end - 4, "-shm") == 0) return NULL;
  return path[length] == 0 ? path + length : path + length + 1;
}

static void enter(enum op op, const char *name, size_t name_length, uint64_t handle, uint64_t number, const void *data,
                  size_t length) {
  if (record < 0) return;
  unsigned char head[24] = {(unsigned char)op};
  uint16_t n = (uint16_t)name_length;
  uint32_t d = (uint32_t)length;
  memcpy(head + 2, &n, 2);
  memcpy(head + 4, &d, 4);
  memcpy(head + 8, &handle, 8);
  memcpy(head + 16, &number, 8);
  struct iovec parts[3] = {{head, sizeof head}, {(void *)name, name_length}, {(void *)data, length}};
  ssize_t whole = (ssize_t)(sizeof head + name_length + length);
  if (syscall(SYS_writev, record, parts, 3) != whole) {
    static const char words[] = "witness: the recording could not be written\n";
    raw_write(2, words, sizeof words - 1);
    kill(getpid(), SIGABRT);
  }
}

/* Called before each change, with what to do of a write when only half of it may come through. */
static void about_to(enum op op, const char *name, int fd, const void *data, size_t length, off_t at) {
  if (strike_at < 0) return;
  if (wanted_phase[0] != '*' && strcmp(phase, wanted_phase) != 0) return;
  if (only != NULL && strstr(name, only) == NULL) return;
  if (arm_path != NULL && !is_there(arm_path)) return;
  strikes_seen += 1;
  if (strike_at != 0 && strikes_seen != strike_at) return;
  char line[NAME + 128];
  int size = snprintf(line, sizeof line, "%s %ld %c %s\n", wanted_phase, strikes_seen, op, name);
  if (report >= 0) raw_write(report, line, (size_t)size);
  if (strike_at == 0) return;
  if (is_half && op == WRITE && length > 1) syscall(SYS_pwrite64, fd, data, length / 2, at);
  syscall(SYS_kill, getpid(), SIGKILL);
  for (;;) pause();
}

static void watch(int fd, const char *path, int flags, int existed) {
  if (fd < 0 || fd >= FDS) return;
  special[fd] = marks_path != NULL && strcmp(path, marks_path) == 0   ? 'm'
                : phase_path != NULL && strcmp(path, phase_path) == 0 ? 'p'
                                                                       : 0;
  const char *name = inside(path);
  handles[fd] = 0;
  if (name == NULL) return;
  handles[fd] = ++last_handle;
  snprintf(names[fd], NAME, "%s", name);
  enter(existed ? OPEN : CREATE, name, strlen(name), handles[fd], 0, NULL, 0);
  if (existed && (flags & O_TRUNC) != 0) enter(RESIZE, "", 0, handles[fd], 0, NULL, 0);
}

static int open_file(const char *path, int flags, mode_t mode, int (*real)(const char *, int, ...)) {
  if (inside(path) == NULL) {
    int fd = real(path, flags, mode);
    watch(fd, path, flags, 1);
    return fd;
  }
  pthread_mutex_lock(&turn);
  int existed = is_there(path);
  if (!existed && (flags & O_CREAT) != 0) about_to(CREATE, inside(path), -1, NULL, 0, 0);
  else if ((flags & O_TRUNC) != 0) about_to(RESIZE, inside(path), -1, NULL, 0, 0);
  int fd = real(path, flags, mode);
  int error = errno;
  watch(fd, path, flags, existed);
  pthread_mutex_unlock(&turn);
  errno = error;
  return fd;
}

#define OPENS(function) \
  int function(const char *path, int flags, ...) { \
    REAL(int, function, const char *, int, ...); \
    va_list rest; \
    va_start(rest, flags); \
    mode_t mode = (flags & (O_CREAT | __O_TMPFILE)) != 0 ? va_arg(rest, mode_t) : 0; \
    va_end(rest); \
    return open_file(path, flags, mode, real); \
  }
OPENS(open)
OPENS(open64)

static int ours(int fd) { return fd >= 0 && fd < FDS && handles[fd] != 0; }
static int is_special(int fd) { return fd >= 0 && fd < FDS && special[fd] != 0; }

static ssize_t listen_to(int fd, const void *data, size_t length) {
  if (special[fd] == 'm') {
    pthread_mutex_lock(&turn);
    enter(MARK, "", 0, 0, 0, data, length);
    pthread_mutex_unlock(&turn);
    return raw_write(fd, data, length); /* also outside the recording, for who reads along */
  }
  size_t used = length < sizeof phase - 1 ? length : sizeof phase - 1;
  memcpy(phase, data, used);
  phase[used] = 0;
  phase[strcspn(phase, "\n")] = 0;
  return (ssize_t)length;
}

/* at < 0: where the file stands. */
static ssize_t write_file(int fd, const void *data, size_t length, off_t at) {
  pthread_mutex_lock(&turn);
  off_t place = at;
  if (at < 0) {
    struct stat found;
    int is_appending = (fcntl(fd, F_GETFL) & O_APPEND) != 0;
    place = is_appending && fstat(fd, &found) == 0 ? found.st_size : lseek(fd, 0, SEEK_CUR);
  }
  about_to(WRITE, names[fd], fd, data, length, place);
  ssize_t done = at < 0 ? raw_write(fd, data, length) : syscall(SYS_pwrite64, fd, data, length, at);
  int error = errno;
  if (done > 0) enter(WRITE, "", 0, handles[fd], (uint64_t)place, data, (size_t)done);
  pthread_mutex_unlock(&turn);
  errno = error;
  return done;
}

ssize_t write(int fd, const void *data, size_t length) {
  if (is_special(fd)) return listen_to(fd, data, length);
  return ours(fd) ? write_file(fd, data, length, -1) : raw_write(fd, data, length);
}

#define PWRITES(function, offset) \
  ssize_t function(int fd, const void *data, size_t length, offset at) { \
    if (is_special(fd)) return listen_to(fd, data, length); \
    return ours(fd) ? write_file(fd, data, length, at) : syscall(SYS_pwrite64, fd, data, length, at); \
  }
PWRITES(pwrite, off_t)
PWRITES(pwrite64, off64_t)

/* Several pieces are several writes: a cut between them is one that the system may make too. */
static ssize_t write_pieces(int fd, const struct iovec *pieces, int count, off_t at) {
  ssize_t all = 0;
  for (int index = 0; index < count; index += 1) {
    ssize_t done = write_file(fd, pieces[index].iov_base, pieces[index].iov_len, at < 0 ? -1 : at + all);
    if (done < 0) return all > 0 ? all : -1;
    all += done;
    if ((size_t)done < pieces[index].iov_len) break;
  }
  return all;
}

ssize_t writev(int fd, const struct iovec *pieces, int count) {
  if (ours(fd)) return write_pieces(fd, pieces, count, -1);
  return syscall(SYS_writev, fd, pieces, count);
}

#define PWRITEVS(function, offset) \
  ssize_t function(int fd, const struct iovec *pieces, int count, offset at) { \
    REAL(ssize_t, function, int, const struct iovec *, int, offset); \
    return ours(fd) ? write_pieces(fd, pieces, count, at) : real(fd, pieces, count, at); \
  }
PWRITEVS(pwritev, off_t)
PWRITEVS(pwritev64, off64_t)

/* Copies go through our own writes, so that each piece is seen. */
static ssize_t copy_pieces(int to, off_t *to_at, int from, off_t *from_at, size_t length) {
  char *piece = malloc(CHUNK);
  ssize_t all = 0;
  while (piece != NULL && (size_t)all < length) {
    size_t some = length - (size_t)all < CHUNK ? length - (size_t)all : CHUNK;
    ssize_t got = from_at == NULL ? read(from, piece, some) : pread(from, piece, some, *from_at);
    if (got <= 0) {
      if (got < 0 && all == 0) all = -1;
      break;
    }
    ssize_t done = write_file(to, piece, (size_t)got, to_at == NULL ? -1 : *to_at);
    if (done < 0) {
      if (all == 0) all = -1;
      break;
    }
    all += done;
    if (from_at != NULL) *from_at += done;
    if (to_at != NULL) *to_at += done;
    if (done < got) break;
  }
  int error = errno;
  free(piece);
  errno = error;
  return all;
}

#define SENDFILES(function, offset) \
  ssize_t function(int to, int from, offset *from_at, size_t length) { \
    REAL(ssize_t, function, int, int, offset *, size_t); \
    return ours(to) ? copy_pieces(to, NULL, from, (off_t *)from_at, length) : real(to, from, from_at, length); \
  }
SENDFILES(sendfile, off_t)
SENDFILES(sendfile64, off64_t)

ssize_t copy_file_range(int from, off64_t *from_at, int to, off64_t *to_at, size_t length, unsigned flags) {
  if (ours(to)) return copy_pieces(to, to_at, from, from_at, length);
  return syscall(SYS_copy_file_range, from, from_at, to, to_at, length, flags);
}

/* libuv asks the system directly for what older C libraries lack. */
long syscall(long number, ...) {
  REAL(long, syscall, long, ...);
  va_list rest;
  va_start(rest, number);
  long given[6];
  for (int index = 0; index < 6; index += 1) given[index] = va_arg(rest, long);
  va_end(rest);
  if (number == SYS_copy_file_range && ours((int)given[2])) {
    return copy_pieces((int)given[2], (off_t *)given[3], (int)given[0], (off_t *)given[1], (size_t)given[4]);
  }
  return real(number, given[0], given[1], given[2], given[3], given[4], given[5]);
}

static int resize(int fd, off_t size) {
  pthread_mutex_lock(&turn);
  about_to(RESIZE, names[fd], fd, NULL, 0, 0);
  int result = (int)syscall(SYS_ftruncate, fd, size);
  int error = errno;
  if (result == 0) enter(RESIZE, "", 0, handles[fd], (uint64_t)size, NULL, 0);
  pthread_mutex_unlock(&turn);
  errno = error;
  return result;
}

#define TRUNCATES(function, offset) \
  int function(int fd, offset size) { \
    return ours(fd) ? resize(fd, size) : (int)syscall(SYS_ftruncate, fd, size); \
  }
TRUNCATES(ftruncate, off_t)
TRUNCATES(ftruncate64, off64_t)

/* Only the growing kind has an effect that can be read. */
#define ALLOCATES(function, offset) \
  int function(int fd, int mode, offset at, offset length) { \
    struct stat found; \
    if (ours(fd) && mode == 0 && fstat(fd, &found) == 0 && at + length > found.st_size) return resize(fd, at + length); \
    return (int)syscall(SYS_fallocate, fd, mode, at, length); \
  }
ALLOCATES(fallocate, off_t)
ALLOCATES(fallocate64, off64_t)
int posix_fallocate(int fd, off_t at, off_t length) { return fallocate(fd, 0, at, length) == 0 ? 0 : errno; }
int posix_fallocate64(int fd, off64_t at, off64_t length) { return fallocate64(fd, 0, at, length) == 0 ? 0 : errno; }

static int flush(int fd, long how) {
  if (!ours(fd)) return (int)syscall(how, fd);
  pthread_mutex_lock(&turn);
  about_to(FLUSH_BEGINS, names[fd], fd, NULL, 0, 0);
  uint64_t handle = handles[fd], number = ++last_flush;
  enter(FLUSH_BEGINS, "", 0, handle, number, NULL, 0);
  pthread_mutex_unlock(&turn);
  int result = (int)syscall(how, fd);
  int error = errno;
  pthread_mutex_lock(&turn);
  if (result == 0) enter(FLUSH_ENDS, "", 0, handle, number, NULL, 0);
  pthread_mutex_unlock(&turn);
  errno = error;
  return result;
}
int fsync(int fd) { return flush(fd, SYS_fsync); }
int fdatasync(int fd) { return flush(fd, SYS_fdatasync); }

int rename(const char *from, const char *to) {
  REAL(int, rename, const char *, const char *);
  const char *old = inside(from), *new = inside(to);
  if (old == NULL && new == NULL) return real(from, to);
  pthread_mutex_lock(&turn);
  about_to(RENAME, new == NULL ? old : new, -1, NULL, 0, 0);
  int result = real(from, to);
  int error = errno;
  if (result == 0) {
    char both[2 * NAME];
    int size = snprintf(both, sizeof both, "%s%c%s", old == NULL ? "" : old, 0, new == NULL ? "" : new);
    enter(RENAME, both, (size_t)size, 0, 0, NULL, 0);
  }
  pthread_mutex_unlock(&turn);
  errno = error;
  return result;
}

static int change_entry(enum op op, const char *path, long how, long with) {
  const char *name = inside(path);
  if (name == NULL) return (int)syscall(how, AT_FDCWD, path, with);
  pthread_mutex_lock(&turn);
  about_to(op, name, -1, NULL, 0, 0);
  int result = (int)syscall(how, AT_FDCWD, path, with);
  int error = errno;
  if (result == 0) enter(op, name, strlen(name), 0, 0, NULL, 0);
  pthread_mutex_unlock(&turn);
  errno = error;
  return result;
}
int unlink(const char *path) { return change_entry(UNLINK, path, SYS_unlinkat, 0); }
int rmdir(const char *path) { return change_entry(REMOVE_FOLDER, path, SYS_unlinkat, AT_REMOVEDIR); }
int remove(const char *path) {
  int result = unlink(path);
  return result != 0 && (errno == EISDIR || errno == EPERM) ? rmdir(path) : result;
}
int mkdir(const char *path, mode_t mode) { return change_entry(MAKE_FOLDER, path, SYS_mkdirat, mode); }

/* A path as seen from an open folder, made absolute. */
static const char *resolve(int at, const char *path, char *buffer, size_t size) {
  if (path[0] == '/' || at == AT_FDCWD) return path;
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", at);
  ssize_t length = readlink(link, buffer, size - 1);
  if (length < 0) return path;
  snprintf(buffer + length, size - (size_t)length, "/%s", path);
  return buffer;
}

int unlinkat(int at, const char *path, int flags) {
  char buffer[2 * NAME];
  const char *whole = resolve(at, path, buffer, sizeof buffer);
  if (inside(whole) == NULL) return (int)syscall(SYS_unlinkat, at, path, flags);
  return (flags & AT_REMOVEDIR) != 0 ? rmdir(whole) : unlink(whole);
}

int openat(int at, const char *path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  mode_t mode = (flags & (O_CREAT | __O_TMPFILE)) != 0 ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  char buffer[2 * NAME];
  const char *whole = resolve(at, path, buffer, sizeof buffer);
  if (inside(whole) != NULL) return open(whole, flags, mode);
  int fd = (int)syscall(SYS_openat, at, path, flags, mode);
  if (fd >= 0 && fd < FDS) handles[fd] = special[fd] = 0;
  return fd;
}

int close(int fd) {
  if (fd >= 0 && fd < FDS) handles[fd] = special[fd] = 0;
  return (int)syscall(SYS_close, fd);
}
