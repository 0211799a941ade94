import AirEngine
import ArgumentParser
import CLinux
import ChannelConfiguration
import PlayoutCore
import Realtime
import Timecode

/// The programme into a file: the engine that is on air, without a clock.
struct RenderCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "render",
        abstract: "Make a file of the programme, frame for frame as it would air.",
        discussion: """
            Runs the engine that is on air, offline and as fast as the machine allows. What may not air shows the slate, as \
            it would on air. Without PLAYLIST the playlists of the configuration's folder are used.

            The ending of FILE picks the format: .nut is lossless (raw video, PCM), .mkv is x264 with PCM, others encode by \
            their usual codecs; - writes NUT to standard output; null: composes every frame and throws it away.

            Example:
              qalqan render --config channel.yaml day.yaml --from 2026-11-22T06:00:00:00@Asia/Almaty --for 120s \\
                --output out.nut
            """)

    @Argument(help: "Playlists, of any format.", completion: .file())
    var playlists: [String] = []

    @Option(help: "The channel's configuration (default: channel.yaml here, if there is one).")
    var config: String?

    @Option(
        help: "First frame: \(InstantText.expected). Default: the start of the document's day; for loose lists now.")
    var from: String?

    @Option(
        name: .customLong("for"),
        help: "Length: HH:MM:SS:FF, 262f, 30s, 10m or 24h. Default: to the end of a loose list.")
    var duration: String?

    @Option(help: "The region whose programme is made (default: the configuration's).")
    var region: String?

    @Option(name: .shortAndLong, help: "File to make, - for standard output, or null:")
    var output: String

    @Flag(help: "End with one line of JSON: frames, slateFrames, and a digest of pictures and sound.")
    var json = false

    @OptionGroup var input: InputFormat

    func run() async throws { try render() }

    private func render() throws {
        let region = try RegionCheck.named(region)
        let schedule = try RenderSchedule(
            configuration: config, playlists: playlists, from: from, duration: duration, region: region,
            input: input)
        try OutputFile.refuseOwnFiles(output, settings: schedule.settings, documents: playlists)
        Interruption.catch()
        let decoders = try RenderDecoders(format: schedule.format)
        defer { decoders.stopAll() }
        let engine = FrameEngine(
            format: schedule.format, slates: try LastSlate.makeBank(format: schedule.format),
            marks: try schedule.drawMarks(), edgeFade: schedule.settings.edgeFade, waits: true)
        let desk = SourceDesk(format: schedule.format, frames: engine, broker: decoders)
        decoders.desk = desk
        engine.publish(PlayoutPlan(schedule.revision, drawable: engine.drawable))
        let loop = OfflineLoop(
            engine: engine, desk: desk, drawSlates: { _ in schedule.drawSlates() }, supervise: decoders.supervise)
        // The first decoder starts while the output is being opened.
        loop.prepare(schedule.frames.lowerBound)
        // What reading and resolving the documents took is not needed again, however long they are.
        ql_release_free_memory()
        let sink = try RenderSink(output, format: schedule.format)
        var digest = json ? ProgrammeDigest(format: schedule.format) : nil
        let progress = RenderProgress(frames: schedule.frames.count, rate: schedule.format.rate)
        var slateFrames = 0
        for frame in schedule.frames {
            guard !Interruption.happened else { break }
            try loop.make(frame) { made in
                try sink.write(made, number: frame - schedule.frames.lowerBound)
                digest?.add(made, number: frame - schedule.frames.lowerBound)
                if made.slate != 0 { slateFrames += 1 }
            }
            progress.show(frame - schedule.frames.lowerBound + 1, slateFrames: slateFrames)
            while engine.notes.pop() != nil {}
        }
        progress.finish()
        try sink.finish()
        if Interruption.happened { throw CommandFailure.refused("interrupted; \(output) holds what was made so far") }
        if let digest {
            let line =
                "{\"frames\":\(schedule.frames.count),\"slateFrames\":\(slateFrames),\"digest\":\"\(digest.finish())\"}"
            // Standard output may be the programme itself.
            if output == "-" { StandardError.write(line) } else { print(line) }
        }
    }
}
