import Foundation
import Glibc
import Synchronization

/// The test card of Tests/Fixtures/alsa-paced, built and made known to alsa-lib.
enum PacedCard {
    static let root: String = {
        var folder = URL(fileURLWithPath: #filePath)
        while !FileManager.default.fileExists(atPath: folder.appendingPathComponent("Package.swift").path) {
            folder.deleteLastPathComponent()
        }
        return folder.path
    }()

    /// Where programs were built.
    static let programs: String = {
        for name in ["release", "debug"] where access("\(root)/.build/\(name)/qalqan-sound", X_OK) == 0 {
            return "\(root)/.build/\(name)"
        }
        return "\(root)/.build/release"
    }()

    /// The ALSA configuration: `paced:DIR=...` for this process, `hw:CARD=...,DEV=...` and `unpaced` for children, whose
    /// settings come by environment. Made once; this process uses it from then on.
    static let configuration: String = {
        let folder = root + "/.build/fixtures"
        let make = Process()
        make.executableURL = URL(fileURLWithPath: "/usr/bin/make")
        make.arguments = ["-s", "-C", root + "/Tests/Fixtures/alsa-paced", "OUT=" + folder]
        do { try make.run() } catch { fatalError("make: \(error)") }
        make.waitUntilExit()
        precondition(make.terminationStatus == 0, "the test card could not be built")
        let path = folder + "/asound-tests.conf"
        let text = """
            pcm_type.qalqanpaced { lib "\(folder)/libasound_module_pcm_qalqanpaced.so" }
            pcm.paced {
                @args [ DIR FORMAT CHANNELS RATE PPM SEED EVERY GRAIN ]
                @args.DIR { type string }
                @args.FORMAT { type string default "S32_LE" }
                @args.CHANNELS { type integer default 2 }
                @args.RATE { type integer default 48000 }
                @args.PPM { type integer default 0 }
                @args.SEED { type integer default 0 }
                @args.EVERY { type integer default 0 }
                @args.GRAIN { type integer default 1 }
                type qalqanpaced
                clock { @func concat strings [ $DIR "/clock" ] }
                capture { @func concat strings [ $DIR "/capture" ] }
                events { @func concat strings [ $DIR "/events" ] }
                present { @func concat strings [ $DIR "/present" ] }
                format $FORMAT
                channels $CHANNELS
                rate $RATE
                ppm $PPM
                xrun_seed $SEED
                xrun_every_ms $EVERY
                grain $GRAIN
            }
            pcm.hw {
                @args [ CARD DEV ]
                @args.CARD { type string }
                @args.DEV { type integer }
                type qalqanpaced
                capture { @func getenv vars [ PACED_CAPTURE ] default "/dev/null" }
                events { @func getenv vars [ PACED_EVENTS ] default "/dev/null" }
                present { @func getenv vars [ PACED_PRESENT ] default "/" }
                format S32_LE
                channels 2
                rate 48000
                ppm 100
            }

            """
        do { try text.write(toFile: path, atomically: true, encoding: .utf8) } catch { fatalError("\(error)") }
        setenv("ALSA_CONFIG_PATH", path, 1)
        return path
    }()

    /// A scratch folder of its own.
    static func folder() throws -> String {
        var name = Array("/tmp/qalqan-sound-XXXXXX".utf8CString)
        guard mkdtemp(&name) != nil else { throw POSIXError(.EIO) }
        return String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// The events a card noted: name, clock, frames accepted, frames played.
    static func events(_ folder: String) throws -> [(name: String, clock: Int64, accepted: Int, played: Int)] {
        try String(contentsOfFile: folder + "/events", encoding: .utf8).split(separator: "\n").map { line in
            let words = line.split(separator: " ")
            return (String(words[0]), Int64(words[1])!, Int(words[2])!, Int(words[3])!)
        }
    }
}
