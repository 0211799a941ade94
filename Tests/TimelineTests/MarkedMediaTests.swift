import Playlist
import Testing
import Timecode
import Timeline

/// The label of synthetic media, by every way in which media get on air.
@Suite struct MarkedMediaTests {
    @Test func everySegmentOfLabelledMediaHasTheLabel() throws {
        var bench = try Bench()
        let at = try bench.frame("06:02:10:00")
        func standing(_ name: String, recalled: Int64? = nil, to last: Int64 = .max) -> MediaStanding {
            MediaStanding(
                asset: Bench.asset(name), lengthFrames: 2_000, withheld: recalled == nil ? nil : .recalled,
                notAfterFrame: last, recalledFrame: recalled, marks: .synthetic)
        }
        for name in ["ai.mov", "ai2.mov"] { bench.media[MediaUse(media: name, category: nil)] = standing(name) }
        bench.media[MediaUse(media: "ends.mov", category: nil)] = standing("ends.mov", to: at)
        bench.media[MediaUse(media: "gone.mov", category: nil)] = .missing
        bench.fillers = [
            FillerPool(
                id: "pool",
                items: [FillerPool.Item(id: "f", source: MediaSource(media: "ai2.mov"), duration: .seconds(10))])
        ]
        try bench.add(
            """
            - { id: plain, media: ai.mov, duration: 20s }
            - { id: spare, media: b.mov, duration: 20s, alternate: { media: ai2.mov } }
            - { id: instead, media: gone.mov, duration: 20s, alternate: { media: ai.mov, in: 5f } }
            - { id: region, media: b.mov, duration: 20s, regions: { KZ: { media: ai.mov } } }
            - { id: looped, media: ai.mov, duration: 10s, loop: { until: "06:02:00:00" } }
            - { id: ends, media: ends.mov, duration: 40s, alternate: { media: ai.mov } }
            - { id: wait, start: manual, hold: { media: ai2.mov }, media: ai.mov, duration: 20s }
            - { id: fixed, start: { at: "06:05:00:00" }, media: ai.mov, in: 1s, duration: 20s, secondary: [ { overlay: lower-third.png, offset: 2s, duration: 5s } ] }
            """)
        try bench.edit("06:03:00:00", .take(event: "wait"))
        try bench.edit("06:03:05:00", .slate(.operatorOrder))
        try bench.edit("06:03:10:00", .resume)
        let schedule = try bench.resolve("06:00:00:00", "06:06:00:00")
        let labelled = Set(["ai.mov", "ai2.mov", "ends.mov"].map(Bench.asset))
        var seen: Set<String> = []
        for segment in schedule.segments {
            if case .asset(let asset, _) = segment.source {
                #expect(segment.marks.contains(.synthetic) == labelled.contains(schedule.assets[asset]), "\(segment)")
                if labelled.contains(schedule.assets[asset]) { seen.insert(segment.event) }
            } else {
                #expect(segment.marks == [])
            }
            if let spare = segment.alternate {
                #expect(segment.alternateMarks.contains(.synthetic) == labelled.contains(schedule.assets[spare]))
            }
        }
        #expect(
            seen.isSuperset(of: ["plain", "instead", "region", "looped", "ends", "wait", "fixed", "f"]), "\(seen)")
    }
}
