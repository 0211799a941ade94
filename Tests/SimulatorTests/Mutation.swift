import ChannelSchedule
import Playlist
import PlayoutCore
import Simulator
import Testing
import Timecode
import Timeline

/// A way in which the resolver, the schedule or the ladder could be broken, put in at a seam of the simulator.
///
/// The swarm must catch each of them: what cannot fail proves nothing.
struct Mutation: CustomTestStringConvertible, Sendable {
    var name: String
    /// The oracles that may be the first to speak.
    var caughtBy: Set<Violation.Oracle>
    var seams: Seams

    var testDescription: String { name }

    init(_ name: String, by oracles: Set<Violation.Oracle>, _ change: (inout Seams) -> Void) {
        self.name = name
        caughtBy = oracles
        seams = Seams()
        change(&seams)
    }

    static let all: [Mutation] = resolver + orders + edits + media + revisions + ladder

    // MARK: The resolver

    static let resolver: [Mutation] = [
        Mutation("every event starts one frame late", by: [.fixedStart, .sequence]) {
            $0.revision = { revision, _ in revision.delay { !$0.event.isEmpty } }
        },
        Mutation("a gap ends one frame late", by: [.fixedStart, .sequence]) {
            $0.revision = { revision, _ in
                let gaps = Set(revision.segments.filter(\.event.isEmpty).map(\.endFrame))
                revision.delay { gaps.contains($0.firstFrame) }
            }
        },
        Mutation("a join loses the in-point", by: [.picture]) {
            $0.revision = { revision, _ in revision.recast { _ in 0 } }
        },
        Mutation("an in-point is one frame off", by: [.picture]) {
            $0.revision = { revision, _ in revision.recast { $0 + 1 } }
        },
        Mutation("the first event of a day is dropped", by: [.fixedStart, .sequence, .trust]) {
            $0.revision = { revision, _ in revision.blank { $0.event.hasSuffix(".0") } }
        },
        Mutation("one event in ten is dropped", by: [.sequence, .fixedStart]) {
            $0.revision = { revision, _ in revision.blank { $0.event.hasSuffix("7") } }
        },
        Mutation("an opt-out returns one frame late", by: [.sequence, .fixedStart]) {
            $0.revision = { revision, _ in
                let ends = Set(revision.segments.filter { $0.event.contains(".w") }.map(\.endFrame))
                revision.delay { ends.contains($0.firstFrame) && !$0.event.contains(".w") }
            }
        },
        Mutation("the wrong region's list airs", by: [.sequence, .picture, .fixedStart]) {
            $0.inputs = { $0.region = $0.region == "KZ" ? "UZ" : "KZ" }
        },
        Mutation("the hour of the clock change is played twice", by: [.fixedStart, .sequence]) {
            $0.inputs = { inputs in
                let zone = inputs.calendar.zone
                let still = ZoneTable(
                    name: zone.name, version: "", initialOffset: zone.initialOffset, transitions: [])!
                inputs.calendar = ChannelCalendar(
                    zone: still, dayStart: inputs.calendar.dayStart, time: inputs.calendar.time)
            }
        },
        Mutation("a soft start cuts what runs", by: [.sequence, .fixedStart]) {
            $0.inputs = { inputs in
                inputs.change { event in
                    if case .at(let label, _, let occurrence) = event.start {
                        event.start = .at(label, soft: nil, occurrence: occurrence)
                    }
                }
            }
        },
        Mutation("a loop plays once", by: [.sequence, .fixedStart]) {
            $0.inputs = { $0.change { $0.loop = nil } }
        },
        Mutation("a manual start does not wait", by: [.sequence, .fixedStart]) {
            $0.inputs = { $0.change { if $0.start == .manual { $0.start = .follow } } }
        },
        Mutation("the end of rights is ignored", by: [.trust]) {
            $0.inputs = { inputs in for use in inputs.media.keys { inputs.media[use]!.notAfterFrame = .max } }
        },
        Mutation("withheld media air", by: [.trust]) {
            $0.inputs = { inputs in for use in inputs.media.keys { inputs.media[use]!.withheld = nil } }
        },
    ]

    // MARK: Orders and the journal

    static let orders: [Mutation] = [
        Mutation("a take is one frame late", by: [.sequence, .fixedStart, .picture]) {
            $0.inputs = { inputs in
                for index in inputs.edits.indices {
                    if case .take = inputs.edits[index].action { inputs.edits[index].frame += 1 }
                }
            }
        },
        Mutation("a skip is forgotten when the horizon moves on", by: [.sequence, .fixedStart]) {
            $0.inputs = { inputs in
                let now = inputs.window.lowerBound
                inputs.edits.removeAll {
                    if case .skip = $0.action { $0.frame < now + 200_000 } else { false }
                }
            }
        },
        Mutation("a hold does not hold", by: [.sequence, .fixedStart]) {
            $0.inputs = { $0.edits.removeAll { $0.action == .hold } }
        },
        Mutation("an insertion airs twice", by: [.sequence, .fixedStart]) {
            $0.inputs = { inputs in
                inputs.edits += inputs.edits.filter { if case .insert = $0.action { true } else { false } }
            }
        },
        Mutation("a crash replays an order twice", by: [.journal, .sequence, .fixedStart]) {
            $0.replay = { entries in
                let index = entries.lastIndex {
                    switch $0.action {
                    case .skip, .insert, .take: true
                    default: false
                    }
                }
                if let index { entries.insert(entries[index], at: index) }
            }
        },
        Mutation("a crash forgets the slate", by: [.journal]) {
            $0.replay = { $0.removeAll { if case .slate = $0.action { true } else { false } } }
        },
        Mutation("resume does not end the slate", by: [.latch]) {
            $0.inputs = { $0.edits.removeAll { $0.action == .resume } }
        },
    ]

    // MARK: Edits of the list

    static let edits: [Mutation] = [
        Mutation("a deleted event comes back", by: [.sequence, .fixedStart, .edit]) {
            $0.inputs = { $0.edits.removeAll { if case .delete = $0.action { true } else { false } } }
        },
        Mutation("an event goes before what it was to go behind", by: [.sequence, .fixedStart, .edit]) {
            $0.inputs = { inputs in
                for index in inputs.edits.indices {
                    if case .move(let event, .after(let other)) = inputs.edits[index].action {
                        inputs.edits[index].action = .move(event: event, .before(event: other))
                    }
                }
            }
        },
        Mutation("a retimed event starts one frame late", by: [.sequence, .fixedStart, .edit]) {
            $0.inputs = { inputs in
                for index in inputs.edits.indices {
                    if case .retime(let event, .at(let frame, let latest)) = inputs.edits[index].action {
                        inputs.edits[index].action = .retime(event: event, .at(frame: frame + 1, latest: latest))
                    }
                }
            }
        },
        Mutation("an event that was made longer is a frame too long", by: [.sequence, .fixedStart, .edit]) {
            $0.inputs = { inputs in
                for index in inputs.edits.indices {
                    if case .length(let event, let frames) = inputs.edits[index].action {
                        inputs.edits[index].action = .length(event: event, frames: frames + 1)
                    }
                }
            }
        },
        Mutation("a crash forgets an undo", by: [.journal, .sequence, .fixedStart]) {
            $0.replay = { $0.removeAll { if case .undo = $0.action { true } else { false } } }
        },
        Mutation("the second of two editors is not stopped", by: [.order]) { $0.seen = { $0 = nil } },
    ]

    // MARK: What is known of media

    static let media: [Mutation] = [
        Mutation("what was known of media is forgotten", by: [.sequence, .fixedStart, .edit, .trust, .ladder]) {
            $0.memory = { memory, _ in memory = MediaMemory(known: memory.known, former: [:]) }
        }
    ]

    // MARK: Revisions

    static let revisions: [Mutation] = [
        Mutation("an edit moves what is on air", by: [.edit, .sequence, .picture, .fixedStart]) {
            $0.revision = { revision, previous in
                guard previous != nil, let first = revision.segments.first, first.frameCount > 2,
                    first.firstFrame < revision.effectiveFrom, !first.event.isEmpty
                else { return }
                revision.segments.removeFirst()
            }
        },
        Mutation("a revision takes effect a second late", by: [.sequence, .latch, .fixedStart, .edit]) {
            $0.revision = { revision, previous in if previous != nil { revision.effectiveFrom += 25 } }
        },
        Mutation("the alternate is lost on the way to air", by: [.ladder, .recovery]) {
            $0.revision = { revision, _ in
                for index in revision.segments.indices { revision.segments[index].alternate = nil }
            }
        },
    ]

    // MARK: The ladder and the as-run

    static let ladder: [Mutation] = [
        Mutation("a fall is over at once", by: [.ladder]) { $0.settings = { $0.minimumFall = 1 } },
        Mutation("what has fallen never comes back", by: [.recovery, .ladder]) {
            $0.settings = { $0.rejoinMargin = 1 << 40 }
        },
        Mutation("the next item is cued too late", by: [.ladder, .recovery]) {
            $0.settings = {
                $0.horizon = 1
                $0.nextHorizon = 1
            }
        },
        Mutation("a frame is shown twice", by: [.picture, .asRun]) {
            $0.decision = { if $0.slot >= 0, $0.frame % 10 == 0, $0.ringFrame > 0 { $0.ringFrame -= 1 } }
        },
        Mutation("a frame that is not there is shown", by: [.frames]) {
            $0.decision = { if $0.slot >= 0, $0.frame % 10 == 0 { $0.ringFrame += 40 } }
        },
        Mutation("a slate without a reason", by: [.frames]) {
            $0.decision = { if $0.slot < 0, $0.frame % 10 == 0 { $0.reason = 0 } }
        },
        Mutation("a row of the as-run ends a frame early", by: [.asRun]) {
            $0.note = { if $0.kind == .end, $0.lastFrame > $0.firstFrame { $0.lastFrame -= 1 } }
        },
        Mutation("the as-run calls a slate programme", by: [.asRun]) {
            $0.note = { if $0.kind == .end, $0.role == .slate { $0.role = .item } }
        },
    ]
}

extension TimelineRevision {
    /// Gives every picture another in-point.
    fileprivate mutating func recast(_ change: (Int64) -> Int64) {
        for index in segments.indices {
            if case .asset(let asset, let inFrame) = segments[index].source {
                segments[index].source = .asset(asset, inFrame: change(inFrame))
            }
        }
    }

    /// Lets the segment before each chosen one go on for a frame too long.
    fileprivate mutating func delay(where isChosen: (Segment) -> Bool) {
        for index in segments.indices.dropFirst() where isChosen(segments[index]) {
            guard segments[index].frameCount > 1, segments[index - 1].endFrame == segments[index].firstFrame else {
                continue
            }
            segments[index - 1].endFrame += 1
            segments[index].firstFrame += 1
        }
    }

    /// Puts nothing in the place of chosen segments.
    fileprivate mutating func blank(where isChosen: (Segment) -> Bool) {
        for index in segments.indices where isChosen(segments[index]) {
            segments[index].source = .slate(.nothingScheduled)
            segments[index].event = ""
            segments[index].alternate = nil
        }
    }
}

extension ScheduleInputs {
    fileprivate mutating func change(_ change: (inout PlaylistEvent) -> Void) {
        for document in documents.indices {
            for event in documents[document].document.events.indices {
                change(&documents[document].document.events[event])
            }
        }
    }
}
