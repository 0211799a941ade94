#pragma once
#include <alsa/asoundlib.h>

static inline void ql_alsa_say_nothing(const char *file, int line, const char *function, int err, const char *fmt, ...) {
  (void)file, (void)line, (void)function, (void)err, (void)fmt;
}

// Keeps alsa-lib from writing to standard error by itself: every error is reported by the caller.
static inline void ql_alsa_silence(void) { snd_lib_error_set_handler(ql_alsa_say_nothing); }
