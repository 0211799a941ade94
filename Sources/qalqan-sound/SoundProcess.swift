import AudioALSA
import CLinux
import DeviceUdev
import Glibc
import Realtime
import SoundEngine
import Timecode

/// The process: one real-time thread that plays, and the main thread that watches devices.
struct SoundProcess {
    private typealias Loop = SoundLoop<PlaybackCard, SincConverter>

    let options: SoundOptions
    let ring: ProgrammeRing
    let anchor: HouseAnchor
    let board: Board<OutputStatus>

    init(_ options: SoundOptions) throws {
        self.options = options
        let programme = try SharedMemory.open(descriptor: options.programme, access: .readOnly, name: "programme")
        ring = try ProgrammeRing.attach(to: programme, format: options.format)
        let anchorMemory = try SharedMemory.open(descriptor: options.anchor, access: .readOnly, name: "anchor")
        guard let anchor = HouseAnchor(in: anchorMemory) else {
            throw SystemError("holds no clock:", on: "anchor", code: EINVAL)
        }
        self.anchor = anchor
        board = try Board(in: SharedMemory.open(descriptor: options.board, access: .readWrite, name: "board"))
    }

    /// Plays until the process is ended by a signal.
    func run() throws -> Never {
        // On fault: what the sound thread touches stays in memory, the pictures of the ring do not come in with it.
        mlockall(Int32(bitPattern: UInt32(MCL_CURRENT) | UInt32(MCL_FUTURE) | 4))  // MCL_ONFAULT
        let binding: CardBinding
        switch options.target {
        case .pcm(let name):
            binding = CardBinding(name)
            try startSound(binding)
            while true { pause() }
        case .role(let role):
            binding = CardBinding(nil)
            let monitor = try DeviceMonitor.open()
            let watch = RoleWatch(role: role, binding: binding)
            watch.look()
            try startSound(binding)
            while true {
                // Now and then without an event too: some were dropped, or udev came later than this process.
                _ = monitor.wait(milliseconds: 1000)
                watch.look()
            }
        }
    }

    private func startSound(_ binding: CardBinding) throws {
        let request = PlaybackRequest(channels: Int(options.format.channels), rate: Int(options.format.sampleRate))
        let opener = CardOpener(binding: binding, request: request, follow: options.settings.follow)
        let (ring, anchor, settings, board) = (ring, anchor, options.settings, board)
        // Real-time scheduling is asked for by the thread itself, which then knows what it has got.
        try RealTimeThread.start(name: "sound") {
            let loop = Loop(ring: ring, anchor: anchor, settings: settings, board: board) { opener.open() }
            loop.run(realTime: RealTime.request(priority: 60))
        }
    }
}

/// Real-time scheduling of the calling thread.
enum RealTime {
    /// Asks for SCHED_FIFO; `false` where the limits forbid it.
    static func request(priority: Int32) -> Bool {
        var parameters = sched_param()
        parameters.sched_priority = priority
        return pthread_setschedparam(pthread_self(), SCHED_FIFO, &parameters) == 0
    }
}
