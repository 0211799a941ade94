import AirEngine
import Realtime
import Supervision
import Timecode
import Timeline

/// Gets sources from the launcher.
final class LauncherBroker: SourceBroker {
    private let link: AirLink
    private let geometry: SourceRing.Geometry

    init(link: AirLink, format: ChannelFormat) {
        self.link = link
        // At most a second ahead; the other slots are what decoders refer to, and one to draw into.
        let depth = Int(min(25, max(8, format.rate.nominal)))
        geometry = SourceRing.Geometry(depth: depth, pictures: depth + 12)
    }

    func cue(_ request: SourceRequest) {
        let asset = request.asset
        send(
            .cue(
                CueRequest(
                    key: request.key, mediaPath: asset.path, treePath: asset.treePath,
                    verityDigest: asset.verityDigest, size: asset.size, inFrame: request.inFrame,
                    frames: request.frames, isStill: asset.isStill, geometry: geometry)))
    }

    func release(key: UInt64) { send(.release(key: key)) }

    private func send(_ request: AirRequest) {
        do { try link.send(request) } catch { Main.say("\(error)") }
    }
}
