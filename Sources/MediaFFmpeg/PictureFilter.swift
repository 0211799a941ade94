import CFFmpeg
import CFFmpegFilter
import Realtime

/// A chain of FFmpeg filters for pictures of one size and format. One thread at a time.
final class PictureFilter {
    private var graph: UnsafeMutablePointer<AVFilterGraph>?
    private var source: UnsafeMutablePointer<AVFilterContext>?
    private var sink: UnsafeMutablePointer<AVFilterContext>?
    private let width: Int32
    private let height: Int32
    private let format: Int32

    init(like frame: Frame, chain: String) throws(ItemFailure) {
        let picture = frame.raw.pointee
        (width, height, format) = (picture.width, picture.height, picture.format)
        graph = avfilter_graph_alloc()
        guard let graph else { throw .media("not enough memory") }
        graph.pointee.nb_threads = 1
        let aspect = picture.sample_aspect_ratio
        let arguments =
            "video_size=\(width)x\(height):pix_fmt=\(format):time_base=1/1"
            + ":pixel_aspect=\(max(0, aspect.num))/\(max(1, aspect.den))"
        var result = avfilter_graph_create_filter(&source, avfilter_get_by_name("buffer"), "in", arguments, nil, graph)
        if result >= 0 {
            result = avfilter_graph_create_filter(&sink, avfilter_get_by_name("buffersink"), "out", nil, nil, graph)
        }
        guard result >= 0 else { throw .media("no picture filter (\(describe(result)))") }
        var outputs = avfilter_inout_alloc()
        var inputs = avfilter_inout_alloc()
        defer {
            avfilter_inout_free(&inputs)
            avfilter_inout_free(&outputs)
        }
        outputs?.pointee.name = av_strdup("in")
        outputs?.pointee.filter_ctx = source
        inputs?.pointee.name = av_strdup("out")
        inputs?.pointee.filter_ctx = sink
        result = avfilter_graph_parse_ptr(graph, chain, &inputs, &outputs, nil)
        if result >= 0 { result = avfilter_graph_config(graph, nil) }
        guard result >= 0 else { throw .media("picture filter \(chain): \(describe(result))") }
    }

    deinit { avfilter_graph_free(&graph) }

    /// Whether a picture may go through this chain.
    func accepts(_ frame: Frame) -> Bool {
        let picture = frame.raw.pointee
        return (picture.width, picture.height, picture.format) == (width, height, format)
    }

    /// Puts a picture in, numbered by its `pts`; `nil` for "no more". The frame is left empty.
    func push(_ frame: Frame?) { _ = av_buffersrc_add_frame(source, frame?.raw) }

    /// The next picture out, its input's number, and whether it shows that input's second field.
    func pull() -> (frame: Frame, number: Int64, isSecondField: Bool)? {
        let frame = Frame()
        guard av_buffersink_get_frame(sink, frame.raw) >= 0 else { return nil }
        // Deinterlacers halve the time base: the second field lies half way to the next picture.
        let perPicture = Int64(max(1, av_buffersink_get_time_base(sink).den))
        let pts = frame.raw.pointee.pts
        return (frame, pts / perPicture, pts % perPicture != 0)
    }
}
