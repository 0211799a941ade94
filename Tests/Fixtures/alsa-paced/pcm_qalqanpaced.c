// A sound card made of nothing, for tests: an ALSA ioplug PCM that consumes frames at the pace of a clock.
//
// Unlike ALSA's `null` and `file` it keeps time, so that drift, delays and under-runs behave as on a card:
//   clock     file whose first 8 bytes are "now" in nanoseconds (int64, host order); absent = CLOCK_MONOTONIC
//   ppm       error of the card's clock in parts per million (integer or real; positive = fast)
//   speed     how many times faster than its clock the card runs (integer, default 1)
//   capture   file or FIFO that receives every frame the card accepted, interleaved, in the format negotiated
//   events    text file: one line per prepare, start, xrun and close: name, clock in ns, frames accepted, frames played
//   present   path that must exist: while it does not, opening and writing fail with ENODEV (a card pulled out)
//   xrun_seed, xrun_every_ms   seeded under-runs: gaps of 0.5 to 1.5 times that many milliseconds of played sound
//   format, channels, rate     what the card is limited to (S16_LE, S24_LE, S24_3LE, S32_LE, FLOAT_LE); absent = any
//   grain     frames by which the reported position moves (a card that counts in bursts); default 1
#define _GNU_SOURCE
#include <alsa/asoundlib.h>
#include <alsa/pcm_external.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

typedef struct {
  snd_pcm_ioplug_t io;
  const volatile int64_t *clock;
  double ppm;
  long speed;
  long grain;
  int capture;
  FILE *events;
  char *present;
  uint64_t random;
  long xrun_every_ms;
  // Since the last prepare.
  bool running;
  int64_t started;
  int64_t accepted;
  int64_t next_xrun; // in frames played, -1 = none
  int64_t total;     // accepted since the card was opened
  unsigned char *staging;
  size_t staging_bytes;
} card_t;

static int64_t now(const card_t *card) {
  if (card->clock) return __atomic_load_n((const int64_t *)card->clock, __ATOMIC_ACQUIRE);
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static int64_t played(const card_t *card) {
  if (!card->running) return 0;
  // Rate x speed in millionths of a frame per second: whole numbers from here on.
  int64_t micro = (int64_t)((double)card->io.rate * (double)card->speed * (1e6 + card->ppm) + 0.5);
  int64_t frames = (int64_t)((__int128)(now(card) - card->started) * micro / ((__int128)1000000000 * 1000000));
  return frames / card->grain * card->grain;
}

static void note(card_t *card, const char *name) {
  if (!card->events) return;
  fprintf(card->events, "%s %lld %lld %lld\n", name, (long long)now(card), (long long)card->total,
          (long long)(card->total - card->accepted + played(card)));
  fflush(card->events);
}

// splitmix64
static uint64_t draw(card_t *card) {
  uint64_t z = (card->random += 0x9e3779b97f4a7c15ull);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
  return z ^ (z >> 31);
}

static bool gone(const card_t *card) { return card->present && access(card->present, F_OK) != 0; }

static int paced_start(snd_pcm_ioplug_t *io) {
  card_t *card = io->private_data;
  if (gone(card)) return -ENODEV;
  card->started = now(card);
  card->running = true;
  card->next_xrun = -1;
  if (card->xrun_every_ms > 0) {
    int64_t gap = card->xrun_every_ms / 2 + (int64_t)(draw(card) % (uint64_t)(card->xrun_every_ms + 1));
    card->next_xrun = gap * io->rate / 1000;
  }
  note(card, "start");
  int64_t period = (int64_t)io->period_size * 1000000000 / ((int64_t)io->rate * card->speed);
  if (period < 100000) period = 100000;
  struct itimerspec every = {{period / 1000000000, period % 1000000000}, {period / 1000000000, period % 1000000000}};
  timerfd_settime(io->poll_fd, 0, &every, NULL);
  return 0;
}

static int paced_stop(snd_pcm_ioplug_t *io) {
  card_t *card = io->private_data;
  struct itimerspec never = {{0, 0}, {0, 0}};
  timerfd_settime(io->poll_fd, 0, &never, NULL);
  card->running = false;
  return 0;
}

static int paced_prepare(snd_pcm_ioplug_t *io) {
  card_t *card = io->private_data;
  if (gone(card)) return -ENODEV;
  card->running = false;
  card->accepted = 0;
  note(card, "prepare");
  return 0;
}

static snd_pcm_sframes_t paced_pointer(snd_pcm_ioplug_t *io) {
  card_t *card = io->private_data;
  if (!card->running) return 0;
  int64_t position = played(card);
  if (io->state == SND_PCM_STATE_DRAINING && position >= card->accepted)
    return (snd_pcm_sframes_t)(card->accepted % (int64_t)io->buffer_size);
  if (position > card->accepted || (card->next_xrun >= 0 && position >= card->next_xrun)) {
    note(card, "xrun");
    card->running = false;
    return -EPIPE;
  }
  return (snd_pcm_sframes_t)(position % (int64_t)io->buffer_size);
}

static int paced_delay(snd_pcm_ioplug_t *io, snd_pcm_sframes_t *delay) {
  card_t *card = io->private_data;
  if (gone(card)) return -ENODEV;
  *delay = (snd_pcm_sframes_t)(card->accepted - played(card));
  return 0;
}

static snd_pcm_sframes_t paced_transfer(snd_pcm_ioplug_t *io, const snd_pcm_channel_area_t *areas,
                                        snd_pcm_uframes_t offset, snd_pcm_uframes_t size) {
  card_t *card = io->private_data;
  if (gone(card)) return -ENODEV;
  if (card->capture >= 0) {
    size_t width = (size_t)snd_pcm_format_physical_width(io->format) / 8;
    size_t bytes = size * io->channels * width;
    if (bytes > card->staging_bytes) {
      unsigned char *larger = realloc(card->staging, bytes);
      if (!larger) return -ENOMEM;
      card->staging = larger;
      card->staging_bytes = bytes;
    }
    for (unsigned c = 0; c < io->channels; c++) {
      const unsigned char *from = (const unsigned char *)areas[c].addr + (areas[c].first + offset * areas[c].step) / 8;
      unsigned char *to = card->staging + c * width;
      for (snd_pcm_uframes_t i = 0; i < size; i++, from += areas[c].step / 8, to += io->channels * width)
        memcpy(to, from, width);
    }
    for (size_t done = 0; done < bytes;) {
      ssize_t n = write(card->capture, card->staging + done, bytes - done);
      if (n < 0 && errno == EINTR) continue;
      if (n <= 0) break;
      done += (size_t)n;
    }
  }
  card->accepted += (int64_t)size;
  card->total += (int64_t)size;
  return (snd_pcm_sframes_t)size;
}

static int paced_revents(snd_pcm_ioplug_t *io, struct pollfd *fds, unsigned count, unsigned short *revents) {
  (void)count;
  uint64_t ticks;
  ssize_t ignored = read(fds[0].fd, &ticks, sizeof ticks);
  (void)ignored;
  snd_pcm_sframes_t available = snd_pcm_avail_update(io->pcm);
  *revents = available < 0 ? POLLERR : available > 0 ? POLLOUT : 0;
  return 0;
}

static int paced_close(snd_pcm_ioplug_t *io) {
  card_t *card = io->private_data;
  note(card, "close");
  if (card->events) fclose(card->events);
  if (card->capture >= 0) close(card->capture);
  if (io->poll_fd >= 0) close(io->poll_fd);
  if (card->clock) munmap((void *)card->clock, 8);
  free(card->present);
  free(card->staging);
  free(card);
  return 0;
}

static const snd_pcm_ioplug_callback_t callbacks = {
    .start = paced_start,
    .stop = paced_stop,
    .pointer = paced_pointer,
    .transfer = paced_transfer,
    .close = paced_close,
    .prepare = paced_prepare,
    .delay = paced_delay,
    .poll_revents = paced_revents,
};

static int constrain(card_t *card, snd_pcm_format_t format, long channels, long rate) {
  static const unsigned access_list[] = {SND_PCM_ACCESS_RW_INTERLEAVED, SND_PCM_ACCESS_RW_NONINTERLEAVED};
  static const unsigned all_formats[] = {SND_PCM_FORMAT_S16_LE, SND_PCM_FORMAT_S24_LE, SND_PCM_FORMAT_S24_3LE,
                                         SND_PCM_FORMAT_S32_LE, SND_PCM_FORMAT_FLOAT_LE};
  snd_pcm_ioplug_t *io = &card->io;
  unsigned one = (unsigned)format;
  int error = snd_pcm_ioplug_set_param_list(io, SND_PCM_IOPLUG_HW_ACCESS, 2, access_list);
  if (error >= 0)
    error = format == SND_PCM_FORMAT_UNKNOWN
                ? snd_pcm_ioplug_set_param_list(io, SND_PCM_IOPLUG_HW_FORMAT, 5, all_formats)
                : snd_pcm_ioplug_set_param_list(io, SND_PCM_IOPLUG_HW_FORMAT, 1, &one);
  if (error >= 0)
    error = snd_pcm_ioplug_set_param_minmax(io, SND_PCM_IOPLUG_HW_CHANNELS, channels ? (unsigned)channels : 1,
                                            channels ? (unsigned)channels : 64);
  if (error >= 0)
    error = snd_pcm_ioplug_set_param_minmax(io, SND_PCM_IOPLUG_HW_RATE, rate ? (unsigned)rate : 8000,
                                            rate ? (unsigned)rate : 192000);
  if (error >= 0)
    error = snd_pcm_ioplug_set_param_minmax(io, SND_PCM_IOPLUG_HW_PERIOD_BYTES, 64, 1 << 20);
  if (error >= 0) error = snd_pcm_ioplug_set_param_minmax(io, SND_PCM_IOPLUG_HW_BUFFER_BYTES, 256, 1 << 22);
  if (error >= 0) error = snd_pcm_ioplug_set_param_minmax(io, SND_PCM_IOPLUG_HW_PERIODS, 2, 64);
  return error;
}

SND_PCM_PLUGIN_DEFINE_FUNC(qalqanpaced) {
  (void)root;
  const char *clock = NULL, *capture = NULL, *events = NULL, *present = NULL, *format_name = NULL;
  long speed = 1, grain = 1, seed = 0, every = 0, channels = 0, rate = 0;
  double ppm = 0;
  snd_config_iterator_t i, next;
  snd_config_for_each(i, next, conf) {
    snd_config_t *n = snd_config_iterator_entry(i);
    const char *id;
    if (snd_config_get_id(n, &id) < 0) continue;
    long whole;
    int bad = 0;
    if (!strcmp(id, "comment") || !strcmp(id, "type") || !strcmp(id, "hint")) continue;
    else if (!strcmp(id, "clock")) bad = snd_config_get_string(n, &clock);
    else if (!strcmp(id, "capture")) bad = snd_config_get_string(n, &capture);
    else if (!strcmp(id, "events")) bad = snd_config_get_string(n, &events);
    else if (!strcmp(id, "present")) bad = snd_config_get_string(n, &present);
    else if (!strcmp(id, "format")) bad = snd_config_get_string(n, &format_name);
    else if (!strcmp(id, "speed")) bad = snd_config_get_integer(n, &speed);
    else if (!strcmp(id, "grain")) bad = snd_config_get_integer(n, &grain);
    else if (!strcmp(id, "channels")) bad = snd_config_get_integer(n, &channels);
    else if (!strcmp(id, "rate")) bad = snd_config_get_integer(n, &rate);
    else if (!strcmp(id, "xrun_seed")) bad = snd_config_get_integer(n, &seed);
    else if (!strcmp(id, "xrun_every_ms")) bad = snd_config_get_integer(n, &every);
    else if (!strcmp(id, "ppm")) {
      if (snd_config_get_integer(n, &whole) == 0) ppm = (double)whole;
      else bad = snd_config_get_real(n, &ppm);
    } else {
      SNDERR("qalqanpaced: unknown field %s", id);
      return -EINVAL;
    }
    if (bad < 0) {
      SNDERR("qalqanpaced: bad value of %s", id);
      return -EINVAL;
    }
  }
  if (stream != SND_PCM_STREAM_PLAYBACK || speed < 1 || grain < 1) return -EINVAL;
  snd_pcm_format_t format = SND_PCM_FORMAT_UNKNOWN;
  if (format_name && (format = snd_pcm_format_value(format_name)) == SND_PCM_FORMAT_UNKNOWN) return -EINVAL;
  if (present && access(present, F_OK) != 0) return -ENODEV;

  card_t *card = calloc(1, sizeof *card);
  if (!card) return -ENOMEM;
  card->ppm = ppm;
  card->speed = speed;
  card->grain = grain;
  card->random = (uint64_t)seed;
  card->xrun_every_ms = every;
  card->capture = -1;
  card->next_xrun = -1;
  card->io.poll_fd = -1;
  int error = 0;
  if (present && !(card->present = strdup(present))) error = -ENOMEM;
  if (!error && capture) {
    card->capture = open(capture, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (card->capture < 0) error = -errno;
  }
  if (!error && events && !(card->events = fopen(events, "ae"))) error = -errno;
  if (!error && clock) {
    int fd = open(clock, O_RDONLY | O_CLOEXEC);
    void *page = fd < 0 ? MAP_FAILED : mmap(NULL, 8, PROT_READ, MAP_SHARED, fd, 0);
    if (page == MAP_FAILED) error = -errno;
    else card->clock = page;
    if (fd >= 0) close(fd);
  }
  if (!error && (card->io.poll_fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC)) < 0) error = -errno;
  if (error) {
    paced_close(&card->io);
    return error;
  }
  card->io.version = SND_PCM_IOPLUG_VERSION;
  card->io.name = "Qalqan paced test card";
  card->io.callback = &callbacks;
  card->io.private_data = card;
  card->io.poll_events = POLLIN;
  card->io.flags = SND_PCM_IOPLUG_FLAG_MONOTONIC;
  error = snd_pcm_ioplug_create(&card->io, name, stream, mode);
  if (error < 0) {
    card->io.private_data = card;
    paced_close(&card->io);
    return error;
  }
  error = constrain(card, format, channels, rate);
  if (error < 0) {
    snd_pcm_ioplug_delete(&card->io); // closes through paced_close
    return error;
  }
  *pcmp = card->io.pcm;
  return 0;
}
SND_PCM_PLUGIN_SYMBOL(qalqanpaced);
