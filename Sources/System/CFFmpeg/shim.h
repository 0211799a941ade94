#pragma once
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/avutil.h>
#include <libavutil/channel_layout.h>
#include <libavutil/display.h>
#include <libavutil/imgutils.h>
#include <libavutil/mathematics.h>
#include <libavutil/opt.h>
#include <libavutil/pixdesc.h>
#include <libswresample/swresample.h>
#include <libswscale/swscale.h>

// What Swift's importer cannot see: function-like macros and cast constants.
static const int64_t QALQAN_NOPTS = AV_NOPTS_VALUE;
static const int QALQAN_EOF = AVERROR_EOF;
static const int QALQAN_EAGAIN = AVERROR(EAGAIN);
static const int QALQAN_EIO = AVERROR(EIO);
static const int QALQAN_EINVAL = AVERROR(EINVAL);
static const int QALQAN_ENOMEM = AVERROR(ENOMEM);
static const int QALQAN_EXIT = AVERROR_EXIT;
static const int QALQAN_INVALIDDATA = AVERROR_INVALIDDATA;
static inline AVRational qalqan_time_base_q(void) { return AV_TIME_BASE_Q; }
static inline AVChannelLayout qalqan_layout_mono(void) { return (AVChannelLayout)AV_CHANNEL_LAYOUT_MONO; }
static inline AVChannelLayout qalqan_layout_stereo(void) { return (AVChannelLayout)AV_CHANNEL_LAYOUT_STEREO; }

// Has a decoder take its pictures' memory from `get_buffer`, on whichever of its threads needs it.
static inline void qalqan_set_get_buffer(AVCodecContext *context, int (*get_buffer)(AVCodecContext *, AVFrame *, int)) {
  context->get_buffer2 = get_buffer;
#if FF_API_THREAD_SAFE_CALLBACKS
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
  context->thread_safe_callbacks = 1;
#pragma GCC diagnostic pop
#endif
}
