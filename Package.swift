// swift-tools-version: 6.2
import PackageDescription

/// Every target of the house compiles under the same rules: Swift 6 concurrency, no warning left standing.
let house: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let log = Target.Dependency.product(name: "Logging", package: "swift-log")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")

func library(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource]? = nil) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: house)
}

func program(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: dependencies, swiftSettings: house)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource]? = nil) -> Target {
    .testTarget(name: name, dependencies: dependencies, resources: resources, swiftSettings: house)
}

func system(_ name: String, pkgConfig: String, apt: [String]) -> Target {
    .systemLibrary(name: name, path: "Sources/System/\(name)", pkgConfig: pkgConfig, providers: [.apt(apt)])
}

// Floor 0: the pure core. No Foundation, no clock, no I/O.
let core: [Target] = [
    library("Timecode"),
    library("Trust", ["Timecode"]),
    library("Playlist", ["Timecode", "Trust"]),
    library("Timeline", ["Timecode", "Trust", "Playlist"]),
    library("ChannelSchedule", ["Timecode", "Playlist", "Timeline"]),
    library("PlayoutCore", ["Timecode", "Timeline"]),
    library("Simulator", ["Timecode", "Playlist", "Timeline", "ChannelSchedule", "PlayoutCore"]),
]

// Floor 1: the system. C modules and the real-time building blocks.
let systemFloor: [Target] = [
    system(
        "CFFmpeg",
        pkgConfig: "libavformat libavcodec libswscale libswresample libavutil",
        apt: [
            "libavformat-dev", "libavcodec-dev", "libswscale-dev", "libswresample-dev", "libavutil-dev",
        ]),
    system("CFFmpegFilter", pkgConfig: "libavfilter", apt: ["libavfilter-dev"]),
    system("CALSA", pkgConfig: "alsa", apt: ["libasound2-dev"]),
    system("CYAML", pkgConfig: "yaml-0.1", apt: ["libyaml-dev"]),
    system("CXML2", pkgConfig: "libxml-2.0", apt: ["libxml2-dev"]),
    system("CUdev", pkgConfig: "libudev", apt: ["libudev-dev"]),
    system("CPango", pkgConfig: "pangocairo", apt: ["libpango1.0-dev"]),
    system("CSampleRate", pkgConfig: "samplerate", apt: ["libsamplerate0-dev"]),
    system("CNettle", pkgConfig: "nettle", apt: ["nettle-dev"]),
    system("CSeccomp", pkgConfig: "libseccomp", apt: ["libseccomp-dev"]),
    system("CEBUR128", pkgConfig: "libebur128", apt: ["libebur128-dev"]),
    .target(name: "CLinux", path: "Sources/System/CLinux"),
    library("Realtime", ["Timecode", "CLinux"]),
]

// Floor 2: adapters, one per outside thing.
let adapters: [Target] = [
    library("MediaFFmpeg", ["Timecode", "Realtime", "CFFmpeg", "CFFmpegFilter"]),
    library("StreamFFmpeg", ["Timecode", "Realtime", "CFFmpeg"]),
    library("AudioALSA", ["Timecode", "Realtime", "CALSA", "CSampleRate"]),
    library("DeviceUdev", ["CUdev", "CLinux"]),
    library("ZoneInfo", ["Timecode"]),
    library("SlatePango", ["Timecode", "Timeline", "Realtime", "CPango", "CEBUR128"]),
    library("PlaylistFormats", ["Timecode", "Trust", "Playlist", "CYAML"]),
    library("ExchangeFormats", ["Timecode", "Playlist", "PlaylistFormats", "TrustDigest", "CXML2"]),
    library("ChannelConfiguration", ["Timecode", "Trust", "Playlist", "PlaylistFormats"]),
    library("TrustDigest", ["Trust", "CNettle"]),
    library("TrustCrypto", ["Trust", "TrustDigest", crypto, cryptoExtras]),
    library("TrustFormats", ["Timecode", "Trust", "Playlist", "TrustDigest", "TrustCrypto", yams]),
    library(
        "TrustRepository",
        ["Timecode", "Trust", "TrustDigest", "TrustCrypto", "TrustFormats", crypto, cryptoExtras]),
    library("MediaFacts", ["Timecode", "Trust", "CFFmpeg", "CEBUR128"]),
    library("AirLog", ["Timecode", "Timeline", "PlayoutCore", "TrustDigest", "Realtime", "CLinux"]),
    library("AsRunStore", ["Timecode", "Timeline", "PlayoutCore", "AirLog", grdb]),
    library("ExchangeBundles", ["Timecode", "Trust", "TrustDigest", "TrustCrypto", "TrustFormats", crypto]),
    library("SandboxSeccomp", ["CSeccomp", "CLinux"]),
]

// Floor 3: engines.
let engines: [Target] = [
    library("Supervision", ["Timecode", "Realtime", "CLinux"]),
    library("AirEngine", ["Timecode", "Timeline", "PlayoutCore", "Realtime", "CLinux"]),
    library("SoundEngine", ["Timecode", "Realtime", "CLinux"]),
    library("DecodeEngine", ["Timecode", "Realtime", "CLinux"]),
    library("EncodeEngine", ["Timecode", "Realtime", "CLinux"]),
    library("PreviewEngine", ["Timecode", "Realtime", "CLinux", "CEBUR128"]),
]

// Floor 4: services.
let services: [Target] = [
    library(
        "ControlService",
        [
            "Timecode", "Trust", "Playlist", "Timeline", "ChannelSchedule", "PlayoutCore", "Realtime", "CLinux",
            "PlaylistFormats", "ChannelConfiguration", "TrustDigest", "TrustCrypto", "TrustFormats",
            "TrustRepository", "AirLog", "AsRunStore", "ZoneInfo", "DeviceUdev", "Supervision", log,
        ]),
    library(
        "StatusService",
        ["Timecode", "Timeline", "Realtime", "ControlService", hummingbird, log],
        resources: [.embedInCode("Page")]),
]

// Floor 5: executables, the only composition roots.
let executables: [Target] = [
    program(
        "qalqan",
        [
            "Timecode", "Trust", "Playlist", "Timeline", "PlayoutCore", "Simulator", "Realtime",
            "CLinux", "StreamFFmpeg",
            "PlaylistFormats", "ExchangeFormats", "ChannelConfiguration", "TrustDigest", "TrustCrypto", "TrustFormats",
            "TrustRepository",
            "MediaFacts", "AirLog",
            "AsRunStore", "ZoneInfo", "SlatePango", "DeviceUdev", "AudioALSA", "Supervision", "AirEngine",
            "EncodeEngine",
            "ControlService", "ExchangeBundles", arguments, log,
        ]),
    program("qalqan-launch", ["Timecode", "Realtime", "CLinux", "Supervision"]),
    program(
        "qalqan-air",
        ["Timecode", "Timeline", "PlayoutCore", "Realtime", "CLinux", "AirLog", "AirEngine", "Supervision"]),
    program("qalqan-sound", ["Timecode", "Realtime", "CLinux", "AudioALSA", "DeviceUdev", "SoundEngine"]),
    program(
        "qalqan-decode",
        ["Timecode", "Trust", "TrustDigest", "Realtime", "CLinux", "MediaFFmpeg", "DecodeEngine", "SandboxSeccomp"]),
    program("qalqan-encode", ["Timecode", "Realtime", "CLinux", "StreamFFmpeg", "EncodeEngine"]),
    program("qalqan-preview", ["Timecode", "Realtime", "CLinux", "StreamFFmpeg", "PreviewEngine"]),
    program(
        "qalqan-control",
        [
            "Realtime", "CLinux", "ChannelConfiguration", "ControlService", "StatusService", "Supervision", arguments,
            log,
        ]),
    // Not installed: what `Benchmarks/schedule.py` measures with.
    .executableTarget(
        name: "schedule-bench", dependencies: ["Timecode", "Playlist", "PlaylistFormats", "Timeline", "ZoneInfo"],
        path: "Benchmarks/ScheduleBench", swiftSettings: house),
    // Not installed: what `Benchmarks/trust.py` measures with.
    .executableTarget(
        name: "trust-bench", dependencies: ["Timecode", "Trust", "TrustDigest", "TrustCrypto", "TrustFormats"],
        path: "Benchmarks/TrustBench", swiftSettings: house),
]

// A tool of the house: built with the rest, installed nowhere.
let tools: [Target] = [
    program("qalqan-simulate", ["Simulator", arguments]),
    program("qalqan-tuf", ["TrustDigest", "TrustCrypto", "TrustFormats", "TrustRepository", arguments]),
]

let testTargets: [Target] = [
    tests("TimecodeTests", ["Timecode", "Trust", "Playlist", "Timeline", "PlaylistFormats", "ZoneInfo"]),
    tests(
        "TrustTests",
        [
            "Timecode", "Trust", "TrustDigest", "TrustCrypto", "TrustFormats", "TrustRepository", "MediaFacts",
            "ExchangeBundles",
        ]),
    tests("PlaylistTests", ["Timecode", "Trust", "Playlist", "PlaylistFormats", "ChannelConfiguration"]),
    tests(
        "ExchangeTests", ["Timecode", "Playlist", "PlaylistFormats", "ExchangeFormats", "ChannelConfiguration"],
        resources: [.copy("Corpus")]),
    tests("TimelineTests", ["Timecode", "Trust", "Playlist", "Timeline", "PlaylistFormats", "ZoneInfo"]),
    tests(
        "ScheduleTests",
        ["Timecode", "Trust", "Playlist", "Timeline", "ChannelSchedule", "PlaylistFormats", "ZoneInfo"]),
    tests("PlayoutCoreTests", ["Timecode", "Timeline", "PlayoutCore"]),
    tests("SimulatorTests", ["Timecode", "Playlist", "Timeline", "ChannelSchedule", "PlayoutCore", "Simulator"]),
    tests("RealtimeTests", ["Realtime", "CLinux", "Timecode"]),
    tests("MediaTests", ["Timecode", "Trust", "TrustDigest", "Realtime", "CLinux", "MediaFFmpeg", "DecodeEngine"]),
    tests("StreamTests", ["Timecode", "Realtime", "StreamFFmpeg", "EncodeEngine", "PreviewEngine"]),
    tests("SoundTests", ["Timecode", "Realtime", "CLinux", "AudioALSA", "SoundEngine"]),
    tests("DeviceTests", ["DeviceUdev"]),
    tests("SlateTests", ["Timecode", "Timeline", "Realtime", "SlatePango", "CEBUR128"]),
    tests(
        "AirTests",
        ["Timecode", "Timeline", "PlayoutCore", "Realtime", "AirEngine", "AirLog", "AsRunStore", "Supervision"]),
    tests(
        "ControlTests",
        [
            "Timecode", "Trust", "TrustDigest", "TrustCrypto", "TrustFormats", "TrustRepository", "Playlist",
            "Timeline",
            "ChannelSchedule", "PlayoutCore", "Realtime", "CLinux", "AirLog", "AsRunStore", "Supervision",
            "ControlService", "StatusService", "ChannelConfiguration", "ZoneInfo", log,
        ]),
    tests("SupervisionTests", ["Timecode", "Realtime", "Supervision"]),
    tests("HouseTests", []),
    tests("EndToEndTests", ["Timecode"]),
    tests(
        "AttackTests",
        ["Timecode", "Trust", "TrustDigest", "TrustCrypto", "TrustFormats", "Playlist", "PlaylistFormats", "CLinux"]),
]

// The fuzzers have a `main` only when they are built for it: `make fuzz`.
let fuzzers: [Target] =
    Context.environment["QALQAN_FUZZ"] == nil
    ? []
    : [
        .executableTarget(
            name: "qalqan-fuzz",
            dependencies: ["Timecode", "Playlist", "PlaylistFormats", "ExchangeFormats", "ChannelConfiguration"],
            path: "Tests/Fuzz", swiftSettings: house + [.unsafeFlags(["-parse-as-library"])])
    ]

let package = Package(
    name: "Qalqan",
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
    ],
    targets: core + systemFloor + adapters + engines + services + executables + tools + testTargets + fuzzers
)
