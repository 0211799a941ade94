import ChannelConfiguration
import ControlService
import Playlist
import Timecode
import Timeline

/// How long events without a `duration` last, as the seals of their media say.
struct MediaLengths {
    private let preparation: SchedulePreparation

    init(_ settings: ChannelSettings) throws {
        do { preparation = try SchedulePreparation(settings: settings) } catch {
            throw CommandFailure.refused("\(settings.file): \(error)")
        }
    }

    /// Frames from the event's in-point to the end of its media; `nil` where no usable seal says it.
    func frames(of event: PlaylistEvent) -> Int64? {
        let finding = preparation.library.find(event.source.media, category: event.category)
        guard let length = preparation.standing(of: finding).lengthFrames else { return nil }
        let first = event.source.inPoint.flatMap { try? $0.frames(at: preparation.calendar.time.rate) } ?? 0
        return length > first ? length - first : nil
    }
}
