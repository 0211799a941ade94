import Foundation
import Testing

/// Lower floors never import upper ones.
struct FloorTests {
    @Test func everyTargetHasAFloor() {
        let folders = Set(House.imports.keys).subtracting(["System"])
        #expect(folders.subtracting(FloorTable.all) == [], "name these in FloorTable")
    }

    @Test(arguments: FloorTable.all.sorted())
    func importsOnlyWhatItsFloorAllows(target: String) {
        guard let allowed = FloorTable.allowed(target) else { return }
        for (file, modules) in House.imports[target] ?? [:] {
            #expect(modules.subtracting(allowed) == [], "\(file)")
        }
    }

    @Test(arguments: FloorTable.services)
    func servicesDoNotImportPrograms(target: String) {
        for (file, modules) in House.imports[target] ?? [:] {
            #expect(modules.intersection(FloorTable.programs) == [], "\(file)")
        }
    }

    /// The processes on the air path live without Foundation and its 77 MB of runtime.
    @Test(arguments: [
        "qalqan-launch", "qalqan-air", "qalqan-sound", "qalqan-decode", "qalqan-encode", "qalqan-preview",
    ])
    func airPathHasNoFoundation(program: String) {
        let reached = House.closure(of: program)
        #expect(reached.intersection(["Foundation", "FoundationEssentials", "FoundationNetworking"]) == [])
    }

    /// `qalqan-air` has no network, database, text parser or media decoder in its sources.
    @Test func airImportsNothingItMustNotHave() {
        let reached = House.closure(of: "qalqan-air")
        let forbidden: Set<String> = [
            "CFFmpeg", "CFFmpegFilter", "CALSA", "CUdev", "CPango", "CXML2", "CYAML", "Yams", "GRDB", "Hummingbird",
            "NIOCore",
            "NIOPosix",
            "Crypto",
            "PlaylistFormats", "ExchangeFormats", "ChannelConfiguration", "MediaFFmpeg", "StreamFFmpeg", "AsRunStore",
            "StatusService",
            "ControlService", "Logging", "ArgumentParser",
        ]
        #expect(reached.intersection(forbidden) == [])
        #expect(reached.contains("AirEngine"), "the closure must have found air's own engine")
    }
}
