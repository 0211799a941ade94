import Playlist
import Timecode
import Timeline

/// One simulated channel and everything that happens to it. A seed gives the whole of it.
package struct Scenario: Sendable {
    package var seed: UInt64
    package var clock: ScriptClock
    /// Days since 1970 of the first broadcast day.
    package var firstDay: Int64
    package var days: Int
    package var eventsADay: Int
    package var region: String
    package var features: Set<ScenarioFeature>
    package var files: [SimulatedFile]
    package var plan: FaultPlan
    /// Frames between two looks of control at how far its schedule reaches.
    package var lookEvery: Int64
    /// First frame of the run, and the first one after it.
    package var frames: Range<Int64>

    package var rate: FrameRate { clock.rate }
    package var time: HouseTime { HouseTime(rate: rate) }

    package var calendar: ChannelCalendar {
        ChannelCalendar(zone: clock.zone, dayStart: ScriptClock.dayStart, time: time)
    }

    func seconds(_ count: Int64) -> Int64 { (count * rate.numerator + rate.denominator - 1) / rate.denominator }

    /// The frame a fault begins on.
    func frame(of fault: Fault) -> Int64 { frames.lowerBound + fault.at }

    /// What the channel fills its gaps with.
    package var fillers: [FillerPool] {
        guard features.contains(.fillers) else { return [] }
        let items = fillerFiles.enumerated().map { place, file in
            FillerPool.Item(
                id: "filler\(place)", source: MediaSource(media: files[file].name),
                duration: .frames(seconds([11, 17, 31][place])), mayTrim: place == 2)
        }
        return [FillerPool(id: "pool", notWithin: .seconds(20), items: items)]
    }

    var fillerFiles: [Int] { [files.count - 3, files.count - 2, files.count - 1] }
}

/// What lists may have in them; the swarm turns each on or off for a seed.
package enum ScenarioFeature: String, Hashable, Sendable, CaseIterable {
    case softStarts, manualStarts, alternates, windows, regions, loops, fillers, givingWay, rights, withheldMedia
}
