/// Who may import whom: the table of `docs/ARCHITECTURE.md`, by target.
enum FloorTable {
    /// Floor 0, in order: each may import those before it, and nothing else but the standard library.
    static let core = ["Timecode", "Trust", "Playlist", "Timeline", "ChannelSchedule", "PlayoutCore", "Simulator"]
    /// Floor 1.
    static let system = ["Realtime"]
    static let systemModules = [
        "CALSA", "CEBUR128", "CFFmpeg", "CFFmpegFilter", "CLinux", "CNettle", "CPango", "CSampleRate", "CSeccomp",
        "CUdev",
    ]
    /// Floor 2: each adapter with its own outside things, and the adapters it is built on.
    static let adapters: [String: Set<String>] = [
        "MediaFFmpeg": ["CFFmpeg", "CFFmpegFilter"],
        "StreamFFmpeg": ["CFFmpeg"],
        "AudioALSA": ["CALSA", "CSampleRate"],
        "DeviceUdev": ["CUdev"],
        "ZoneInfo": [],
        "SlatePango": ["CPango", "CEBUR128"],
        "PlaylistFormats": ["CYAML", "Yams"],
        "ExchangeFormats": ["PlaylistFormats", "TrustDigest", "CXML2"],
        "ChannelConfiguration": ["PlaylistFormats", "Yams"],
        "TrustDigest": ["CNettle"],
        "TrustCrypto": ["TrustDigest", "Crypto", "CryptoExtras"],
        "TrustFormats": ["TrustDigest", "TrustCrypto", "Yams"],
        "TrustRepository": [
            "TrustDigest", "TrustCrypto", "TrustFormats", "Crypto", "CryptoExtras", "FoundationNetworking",
        ],
        "MediaFacts": ["CFFmpeg", "CEBUR128"],
        "AirLog": ["TrustDigest"],
        "AsRunStore": ["AirLog", "GRDB"],
        "ExchangeBundles": ["TrustDigest", "TrustCrypto", "TrustFormats", "Crypto"],
        "SandboxSeccomp": ["CSeccomp"],
    ]
    /// Floor 3: floors 0 and 1 alone.
    static let engines = [
        "Supervision", "AirEngine", "SoundEngine", "DecodeEngine", "EncodeEngine", "PreviewEngine",
    ]
    /// C modules of floor 1 that only compute (no files, devices or network), by the engine that uses them.
    static let computations: [String: Set<String>] = ["PreviewEngine": ["CEBUR128"]]
    /// Floor 4.
    static let services = ["ControlService", "StatusService"]
    /// Floor 5.
    static let programs = [
        "qalqan", "qalqan-launch", "qalqan-air", "qalqan-sound", "qalqan-decode", "qalqan-encode", "qalqan-preview",
        "qalqan-control", "qalqan-simulate", "qalqan-tuf",
    ]

    static let standardLibrary: Set<String> = ["Swift", "Synchronization", "_Concurrency"]
    static let operatingSystem: Set<String> = ["Glibc", "Musl", "CLinux"]

    /// Every target of `Sources` that is written in Swift.
    static var all: Set<String> {
        Set(core + system + Array(adapters.keys) + engines + services + programs)
    }

    /// The modules a target of floors 0 to 4 may import; `nil` = any.
    static func allowed(_ target: String) -> Set<String>? {
        if let place = core.firstIndex(of: target) {
            return standardLibrary.union(core[..<place])
        }
        let below = standardLibrary.union(core).union(operatingSystem)
        if system.contains(target) { return below }
        if let own = adapters[target] {
            return below.union(system).union(own).union(["Foundation", "FoundationEssentials", "Dispatch"])
        }
        if engines.contains(target) { return below.union(system).union(computations[target] ?? []) }
        return nil
    }
}
