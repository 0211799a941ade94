import Foundation
import Testing

/// What the built programs need at run time, read from the files themselves.
struct LinkTests {
    /// Names after `NEEDED` in the dynamic section.
    private func needed(_ program: String) throws -> [String] {
        let path = House.programs.appendingPathComponent(program).path
        try #require(FileManager.default.fileExists(atPath: path), "build the product first: \(path)")
        let said = try House.output(of: "/usr/bin/readelf", ["--dynamic", "--wide", path])
        return said.split(separator: "\n").filter { $0.contains("(NEEDED)") }.compactMap { line in
            line.split(separator: "[").last.map { String($0.prefix { $0 != "]" }) }
        }
    }

    /// Functions the program takes from libraries.
    private func undefined(_ program: String) throws -> Set<String> {
        let path = House.programs.appendingPathComponent(program).path
        let said = try House.output(of: "/usr/bin/nm", ["--dynamic", "--undefined-only", path])
        return Set(
            said.split(separator: "\n").compactMap { line in
                line.split(separator: " ").last.map { String($0.prefix { $0 != "@" }) }
            })
    }

    @Test func airLinksAlmostNothing() throws {
        let allowed: Set<String> = [
            "libswiftCore.so", "libswiftGlibc.so", "libswift_Concurrency.so", "libswiftSynchronization.so",
            "libswift_StringProcessing.so", "libswift_RegexParser.so", "libswift_Builtin_float.so", "libc.so.6",
            "libm.so.6",
            "libgcc_s.so.1", "libstdc++.so.6", "libpthread.so.0", "ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1",
        ]
        // The log's chain is hashed with nettle.
        let own = try needed("qalqan-air").filter { !$0.hasPrefix("libnettle.so") }
        #expect(own.contains("libswiftCore.so"), "nothing was read")
        #expect(Set(own).subtracting(allowed) == [])
    }

    @Test func airCallsNoNetworkDatabaseOrDecoder() throws {
        let calls = try undefined("qalqan-air")
        #expect(calls.contains("open") || calls.contains("open64") || calls.contains("mmap"), "nothing was read")
        for name in ["connect", "bind", "listen", "accept", "getaddrinfo", "gethostbyname", "res_query"] {
            #expect(!calls.contains(name), "\(name): air has no network")
        }
        for prefix in ["av", "sws_", "swr_", "sqlite3_", "snd_", "curl_", "SSL_", "yaml_", "pango_", "cairo_"] {
            #expect(calls.filter { $0.hasPrefix(prefix) } == [], "\(prefix)*")
        }
    }

    @Test(arguments: [
        "qalqan-launch", "qalqan-air", "qalqan-sound", "qalqan-decode", "qalqan-encode", "qalqan-preview",
    ])
    func airPathLinksNoFoundation(program: String) throws {
        #expect(try needed(program).filter { $0.contains("Foundation") } == [])
    }

    /// The launcher parses nothing and decodes nothing.
    @Test func launcherLinksNoMedia() throws {
        let own = try needed("qalqan-launch")
        for name in ["libav", "libsw", "libasound", "libsqlite", "libpango"] {
            #expect(own.filter { $0.hasPrefix(name) && !$0.hasPrefix("libswift") } == [])
        }
    }
}
