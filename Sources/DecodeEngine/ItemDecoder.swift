import Realtime
import Timecode

/// Fills one source ring with one item: pictures on the calling thread, sound on a thread of its own.
///
/// The two never wait for each other, so that sound lying far from its picture in the file cannot stall either. Work starts
/// at what the ring already holds: a decoder restarted on a used ring continues where its predecessor stopped.
package final class ItemDecoder {
    private let ring: SourceRing
    private let request: ItemRequest
    private let session: DecodeSession
    private let time: HouseTime
    /// Kept until the process ends.
    private var media: (any ItemMedia)?

    package init(ring: SourceRing, request: ItemRequest) {
        self.ring = ring
        self.request = request
        session = DecodeSession(ring: ring, frames: request.frames)
        time = ring.format.time
    }

    /// Works until the item is in the ring, air asks to stop, or it fails. The ring's state is set before it returns.
    package func run(_ open: () throws(ItemFailure) -> any ItemMedia) -> DecodeOutcome {
        do throws(ItemFailure) {
            if request.frames > 0 {
                let media = try open()
                self.media = media
                if media.isStill {
                    try runStill(media)
                } else {
                    let pool = SlotPool(ring)
                    if let pictures = try media.pictures(from: request.inFrame + ring.framesWritten, places: pool) {
                        try runPictures(pictures, in: pool, of: media)
                    } else {
                        try runSoundAlone(in: pool, of: media)
                    }
                }
            }
        } catch {
            session.fail(error)
        }
        if let failure = session.failure { return .failed(failure) }
        if ring.stopRequested { return .stopped }
        ring.end(at: session.endFrame)
        return .done
    }

    /// Pictures and sound, each at its own pace.
    private func runPictures(
        _ pictures: any PictureReader, in pool: SlotPool, of media: any ItemMedia
    ) throws(ItemFailure) {
        startSound(of: media)
        do throws(ItemFailure) {
            try publishPictures(pictures, in: pool)
        } catch {
            session.fail(error, at: ring.framesWritten)
        }
        // The end is declared only when the sound before it is complete: after it, missing samples count as silence.
        session.awaitSound()
        if let failure = session.failure { session.fail(failure) }
    }

    private func publishPictures(_ pictures: any PictureReader, in pool: SlotPool) throws(ItemFailure) {
        var slot: Int?
        /// The slot on show, where it was drawn: a decoder's own picture is held by its reader.
        var drawn: Int?
        var sourceFrame: Int64 = 0
        while ring.framesWritten < session.endFrame {
            guard session.wait(until: { ring.hasRoomForFrame || ring.framesWritten >= session.endFrame }) else {
                return
            }
            let frame = ring.framesWritten
            guard frame < session.endFrame else { return }
            switch try pictures.step(to: request.inFrame + frame) {
            case .end:
                session.end(at: frame)
                return
            case .new(let number):
                var next: Int?
                if let place = pictures.place {
                    slot = place
                } else {
                    guard let free = drawingSlot(pool) else { return }
                    try pictures.draw(into: ring.picture(free))
                    (slot, next) = (free, free)
                }
                if let drawn { pool.giveBack(drawn) }
                drawn = next
                sourceFrame = number
            case .same:
                break
            }
            guard let slot, !session.isOver, frame < session.endFrame else { return }
            ring.publishFrame(slot: slot, sourceFrame: sourceFrame)
            pool.published(slot, as: frame)
            session.settle()
        }
    }

    /// A slot to draw into, waited for; `nil` when nothing more may be published.
    private func drawingSlot(_ pool: SlotPool) -> Int? {
        var slot: Int?
        _ = session.wait {
            slot = pool.takeForDrawing()
            return slot != nil
        }
        return slot
    }

    /// One picture for the whole item, and silence or the sound beside it.
    private func runStill(_ media: any ItemMedia) throws(ItemFailure) {
        guard let pictures = try media.pictures(from: 0, places: nil), case .new = try pictures.step(to: 0) else {
            throw .media("no picture could be decoded")
        }
        guard let slot = drawingSlot(SlotPool(ring)) else { return }
        try pictures.draw(into: ring.picture(slot))
        let silence = SoundFeeder(session: session, request: request, reader: nil)
        while ring.framesWritten < request.frames || !silence.isComplete {
            guard
                session.wait(until: {
                    ring.framesWritten < request.frames && ring.hasRoomForFrame || silence.hasRoom
                })
            else { return }
            _ = try silence.feed()
            if ring.framesWritten < request.frames, ring.hasRoomForFrame {
                ring.publishFrame(slot: slot, sourceFrame: 0)
            }
        }
    }

    /// Sound without a picture: a neutral plate, published frame by frame with the sound that belongs to it.
    private func runSoundAlone(in pool: SlotPool, of media: any ItemMedia) throws(ItemFailure) {
        guard let reader = try media.sound(from: request.inSample(time) + ring.samplesWritten) else {
            throw .media("it holds neither pictures nor sound")
        }
        guard let slot = drawingSlot(pool) else { return }
        NeutralPlate.draw(into: ring.picture(slot), ring.layout)
        let feeder = SoundFeeder(session: session, request: request, reader: reader)
        while ring.framesWritten < request.frames {
            let needed = ItemRequest.samples(covering: ring.framesWritten + 1, time)
            while ring.samplesWritten < needed, !feeder.hasEnded {
                guard session.wait(until: { feeder.hasRoom }) else { return }
                guard try feeder.feed() else { break }
            }
            if feeder.hasEnded, feeder.endSample <= time.firstSample(of: ring.framesWritten) {
                session.end(at: ring.framesWritten)
                return
            }
            guard session.wait(until: { ring.hasRoomForFrame }) else { return }
            ring.publishFrame(slot: slot, sourceFrame: request.inFrame + ring.framesWritten)
        }
        while !feeder.isComplete, !feeder.hasEnded {
            guard session.wait(until: { feeder.hasRoom }) else { return }
            guard try feeder.feed() else { break }
        }
    }

    private func startSound(of media: any ItemMedia) {
        let work = SoundWork(
            session: session, request: request, media: media, from: request.inSample(time) + ring.samplesWritten)
        do throws(SystemError) {
            try RealTimeThread.start(name: "sound") { work.run() }
        } catch {
            session.fail(.media("no thread for its sound: \(error)"), at: session.frameWithoutSound)
            session.finishSound()
        }
    }
}

/// The sound thread's work.
///
/// `@unchecked Sendable`: handed to exactly one thread; of the media only `sound` is called there.
private final class SoundWork: @unchecked Sendable {
    let session: DecodeSession
    let request: ItemRequest
    let media: any ItemMedia
    let sample: Int64

    init(session: DecodeSession, request: ItemRequest, media: any ItemMedia, from sample: Int64) {
        self.session = session
        self.request = request
        self.media = media
        self.sample = sample
    }

    func run() {
        do throws(ItemFailure) {
            let reader = try media.sound(from: sample)
            let feeder = SoundFeeder(session: session, request: request, reader: reader)
            while !feeder.isComplete {
                guard session.wait(until: { feeder.hasRoom || feeder.isComplete }) else { break }
                _ = try feeder.feed()
            }
        } catch {
            session.fail(error, at: session.frameWithoutSound)
        }
        session.finishSound()
    }
}
