import ControlService

/// The metrics in Prometheus' text format 0.0.4: base units, one `HELP` and `TYPE` a family, nothing computed in floats.
enum MetricsText {
    static func render(_ status: StatusDocument, raised: [AlarmCode: Int], listeners: Int) -> String {
        var text = MetricsWriter()
        text.family("qalqan_build_info", .gauge, "Version of the running controller.")
        text.sample("qalqan_build_info", [("version", status.version)], 1)
        text.family("qalqan_channel_info", .gauge, "The channel and its format.")
        text.sample(
            "qalqan_channel_info",
            [("channel", status.channel.id), ("format", status.channel.format), ("region", status.channel.region)], 1)
        air(status, &text)
        schedule(status, &text)
        outputs(status.outputs, &text)
        if let sound = status.sound { confidence(sound, &text) }
        alarms(status.alarms, raised, &text)
        text.family("qalqan_status_listeners", .gauge, "Open server-sent event streams.")
        text.sample("qalqan_status_listeners", [], Int64(listeners))
        return text.text
    }

    private static func air(_ status: StatusDocument, _ text: inout MetricsWriter) {
        let air = status.air
        text.single(
            "qalqan_on_air", .gauge, "1 while verified programme or an intended slate goes out on time, else 0.",
            status.onAir.verified ? 1 : 0)
        text.single("qalqan_air_up", .gauge, "1 while air publishes frames, else 0.", air.fresh ? 1 : 0)
        text.family("qalqan_air_slate", .gauge, "1 for the reason of the slate that is on; no sample during programme.")
        if status.onAir.state == "slate", let reason = status.onAir.reason {
            text.sample("qalqan_air_slate", [("reason", reason)], 1)
        }
        text.single("qalqan_air_frames_total", .counter, "Frames published since air started.", air.frames)
        text.single("qalqan_air_late_frames_total", .counter, "Frames published after their deadline.", air.lateFrames)
        text.single("qalqan_air_lost_frames_total", .counter, "Frames never published.", air.lostFrames)
        text.single(
            "qalqan_air_fallen_frames_total", .counter, "Frames that showed a slate although programme was scheduled.",
            air.fallenFrames)
        text.single("qalqan_air_falls_total", .counter, "Falls from programme to its alternate or a slate.", air.falls)
        text.family(
            "qalqan_air_lateness_seconds", .histogram, "Time of publication after the frame's deadline; early is 0.")
        var cumulative: UInt64 = 0
        for bucket in air.lateness {
            cumulative += bucket.frames
            let bound = bucket.upTo.map { MetricsWriter.decimal($0, digits: 6) } ?? "+Inf"
            text.sample("qalqan_air_lateness_seconds_bucket", [("le", bound)], cumulative)
        }
        text.line(
            "qalqan_air_lateness_seconds_sum \(MetricsWriter.decimal(air.latenessSumNanoseconds, digits: 9))")
        text.sample("qalqan_air_lateness_seconds_count", [], cumulative)
        text.family("qalqan_air_worst_lateness_seconds", .gauge, "The latest publication since air started.")
        text.line(
            "qalqan_air_worst_lateness_seconds \(MetricsWriter.decimal(air.worstLatenessNanoseconds, digits: 9))")
        text.single(
            "qalqan_air_realtime", .gauge, "1 while the frame thread has real-time rights.", air.realTime ? 1 : 0)
        text.single("qalqan_air_memory_locked", .gauge, "1 while air's memory is locked.", air.memoryLocked ? 1 : 0)
        text.single("qalqan_air_log_backlog_rows", .gauge, "As-run rows waiting for the disk.", UInt64(air.logBacklog))
        text.single("qalqan_air_log_failed", .gauge, "1 when the as-run log cannot be written.", air.logFailed ? 1 : 0)
    }

    private static func schedule(_ status: StatusDocument, _ text: inout MetricsWriter) {
        text.single(
            "qalqan_schedule_revision", .gauge, "Number of the published timeline revision.", status.schedule.revision)
        text.single(
            "qalqan_schedule_events", .gauge, "Events in the resolved schedule.", UInt64(status.schedule.events))
        if let end = status.schedule.endsAtFrame {
            let frames = max(0, end - status.now.frame)
            let milliseconds = frames * status.channel.denominator * 1000 / max(1, status.channel.numerator)
            text.family("qalqan_schedule_remaining_seconds", .gauge, "Time until nothing is scheduled any more.")
            text.line("qalqan_schedule_remaining_seconds \(MetricsWriter.decimal(milliseconds, digits: 3))")
        }
    }

    private static func outputs(_ outputs: [StatusDocument.Output], _ text: inout MetricsWriter) {
        func each(
            _ name: String, _ type: MetricsWriter.Kind, _ help: String, _ value: (StatusDocument.Output) -> String
        ) {
            text.family(name, type, help)
            for output in outputs {
                text.sample(name, [("output", output.name), ("kind", output.kind)], value(output))
            }
        }
        each("qalqan_output_up", .gauge, "1 while the output delivers, else 0.") { $0.state == "running" ? "1" : "0" }
        each("qalqan_output_frames_total", .counter, "Programme frames sent out.") { "\($0.framesOut)" }
        each(
            "qalqan_output_lost_frames_total", .counter,
            "Programme frames the output could not take, or its reader did not."
        ) {
            "\($0.framesLost)"
        }
        each(
            "qalqan_output_late_units_total", .counter,
            "Pictures and blocks of sound sent after the instant receivers need them at."
        ) { "\($0.lateUnits)" }
        each("qalqan_output_recoveries_total", .counter, "Under-runs and sink errors recovered from.") {
            "\($0.recoveries)"
        }
        each("qalqan_output_bytes_total", .counter, "Bytes sent out.") { "\($0.bytesOut)" }
        each("qalqan_output_clock_drift_ratio", .gauge, "Drift of the card's clock against the house clock.") {
            MetricsWriter.decimal($0.driftPartsPerBillion, digits: 9)
        }
        each("qalqan_output_clock_correction_ratio", .gauge, "Rate correction applied to follow the card.") {
            MetricsWriter.decimal($0.correctionPartsPerBillion, digits: 9)
        }
        each("qalqan_output_offset_seconds", .gauge, "Distance of what is heard from where it should be.") {
            MetricsWriter.decimal($0.offsetNanoseconds, digits: 9)
        }
        each("qalqan_output_worst_delay_seconds", .gauge, "Longest time from a frame's deadline to its leaving.") {
            MetricsWriter.decimal($0.worstDelayNanoseconds, digits: 9)
        }
    }

    private static func confidence(_ sound: StatusDocument.Sound, _ text: inout MetricsWriter) {
        text.family("qalqan_programme_loudness_lufs", .gauge, "EBU R 128 loudness of the programme.")
        for (window, value) in [("momentary", sound.momentary), ("short-term", sound.shortTerm)] {
            text.sample(
                "qalqan_programme_loudness_lufs", [("window", window)], MetricsWriter.decimal(Int64(value), digits: 2))
        }
        text.family("qalqan_programme_peak_dbfs", .gauge, "Sample peak of the last 100 ms by channel, from 1.")
        for (index, peak) in sound.peaks.enumerated() {
            text.sample(
                "qalqan_programme_peak_dbfs", [("channel", "\(index + 1)")],
                MetricsWriter.decimal(Int64(peak), digits: 2))
        }
        text.single(
            "qalqan_programme_black_frames", .gauge, "Black frames in a row, now.", UInt64(max(0, sound.blackFrames)))
        text.single(
            "qalqan_programme_frozen_frames", .gauge, "Identical frames in a row, now.",
            UInt64(max(0, sound.frozenFrames)))
        text.single(
            "qalqan_programme_silent_frames", .gauge, "Silent frames in a row, now.", UInt64(max(0, sound.silentFrames))
        )
    }

    private static func alarms(_ standing: [Alarm], _ raised: [AlarmCode: Int], _ text: inout MetricsWriter) {
        text.family("qalqan_alarms", .gauge, "Alarms that stand, by code and severity.")
        for code in AlarmCode.allCases {
            for severity in Alarm.Severity.allCases {
                let count = standing.count { $0.code == code && $0.severity == severity }
                if count > 0 {
                    text.sample(
                        "qalqan_alarms", [("code", code.rawValue), ("severity", severity.rawValue)], Int64(count))
                }
            }
        }
        text.family("qalqan_alarms_raised_total", .counter, "Alarms raised since control started, by code.")
        for code in AlarmCode.allCases {
            text.sample("qalqan_alarms_raised_total", [("code", code.rawValue)], Int64(raised[code] ?? 0))
        }
    }
}
