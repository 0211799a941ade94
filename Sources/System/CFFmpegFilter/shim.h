#pragma once
// Apart from the other FFmpeg libraries: libavfilter brings some forty libraries of its own, which would cost every program
// that reads or writes media 20 ms at its start.
#include <libavfilter/avfilter.h>
#include <libavfilter/buffersink.h>
#include <libavfilter/buffersrc.h>
