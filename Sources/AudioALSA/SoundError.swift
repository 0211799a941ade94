import CALSA
import Glibc

/// A failed call into alsa-lib: which one, on which PCM, and the error number.
public struct SoundError: Error, Hashable, Sendable, CustomStringConvertible {
    public let call: String
    public let device: String
    /// A positive `errno` value.
    public let code: Int32

    init(_ call: String, on device: String, code: Int32) {
        self.call = call
        self.device = device
        self.code = code < 0 ? -code : code
    }

    /// Whether waiting for the card to come (back) makes sense: it is absent, unplugged or in use.
    public var mayPass: Bool {
        [ENODEV, ENOENT, EBUSY, EBADFD, ENXIO, EAGAIN, ENOTTY, EIO, EACCES].contains(code)
    }

    public var description: String { "\(device): \(call): \(String(cString: snd_strerror(-code)))" }

    @discardableResult
    static func check(_ result: Int32, _ call: String, on device: String) throws(SoundError) -> Int32 {
        guard result < 0 else { return result }
        throw SoundError(call, on: device, code: result)
    }
}
