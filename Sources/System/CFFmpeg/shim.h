#pragma once
#include <libavcodec/avcodec.h>
#include <libavfilter/avfilter.h>
#include <libavfilter/buffersink.h>
#include <libavfilter/buffersrc.h>
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
