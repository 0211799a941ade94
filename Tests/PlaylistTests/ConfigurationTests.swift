import ChannelConfiguration
import Playlist
import Testing
import Timecode
import Trust

/// The configuration: defaults, every key, and what is refused.
struct ConfigurationTests {
    static let minimal = """
        channel: { id: central-asia-one, name: { en: Central Asia One }, region: KZ, languages: [kk, uz, ky, ru, en], timeZone: Asia/Almaty, dayStart: "06:00:00:00" }
        format:  { raster: 1920x1080, rate: 25, scan: progressive, colour: bt709, audio: { rate: 48000, channels: 2 } }
        media:   { folders: [media] }      # relative to this file
        trust:
          desks:  [ { name: bench, country: KZ, key: keys/bench.pub } ]
          policy: { default: { approvals: 1 } }
        playlists: { folder: playlists }
        outputs:
          - { kind: audio, role: programme-audio }
          - { kind: stream, url: "udp://127.0.0.1:5000" }
        ports:   { status: "127.0.0.1:8480", control: "127.0.0.1:8481" }
        data: data                         # as-run, journal, schedule snapshots
        """

    static func read(_ text: String) -> (settings: ChannelSettings?, diagnostics: [Diagnostic]) {
        ConfigurationReader.read(Array(text.utf8), file: "channel.yaml", folder: "/srv/one")
    }

    static func settings(_ text: String) throws -> ChannelSettings {
        let (settings, diagnostics) = read(text)
        #expect(diagnostics.isEmpty, "\(diagnostics)")
        return try #require(settings)
    }

    @Test func minimalConfiguration() throws {
        let settings = try Self.settings(Self.minimal)
        #expect(settings.file == "/srv/one/channel.yaml")
        #expect(settings.channel.id == "central-asia-one")
        #expect(settings.channel.displayName == "Central Asia One")
        #expect(settings.channel.languages == ["kk", "uz", "ky", "ru", "en"])
        #expect(settings.channel.dayStart == 21_600)
        #expect(settings.format == .standard)
        #expect(settings.mediaFolders == ["/srv/one/media"])
        #expect(settings.trust.desks == [Desk(name: "bench", country: "KZ", keyPath: "/srv/one/keys/bench.pub")])
        #expect(settings.trust.policy == TrustPolicy(standard: .init(approvals: 1)))
        #expect(settings.playlistFolder == "/srv/one/playlists")
        #expect(settings.dataFolder == "/srv/one/data")
        #expect(settings.controlSocket == "/srv/one/data/control.sock")
        #expect(settings.outputs.map(\.name) == ["audio", "stream"])
        #expect(settings.ports.status?.description == "127.0.0.1:8480")
    }

    @Test func nothingConfiguredWorks() throws {
        let settings = try Self.settings("channel: {}\n")
        #expect(settings.format == .standard)
        #expect(settings.outputs.isEmpty)
        #expect(settings.trust.desks.isEmpty)
        #expect(settings.trust.policy.standard.approvals == 1)
        #expect(settings.ports.status?.isLoopback == true)
        #expect(settings.slates.showReason == false)
        #expect(settings.channel.languages == ["en"])
    }

    @Test(arguments: [
        ("25", FrameRate.fps25), ("50", .fps50), ("24", .fps24), ("30", .fps30), ("29.97", .fps2997),
        ("30000/1001", .fps2997), ("23.976", .fps23976), ("59.94", .fps5994), ("60", .fps60), ("\"25\"", .fps25),
        ("100/4", .fps25), ("25/2", FrameRate(25, 2)!),
    ])
    func rates(text: String, rate: FrameRate) throws {
        #expect(try Self.settings("format: { rate: \(text) }").format.rate == rate)
    }

    @Test(arguments: [
        ("raster: 720x576", ChannelFormat.Colour.bt601at625), ("raster: 720x480, rate: 29.97", .bt601at525),
        ("raster: 1280x720", .bt709), ("raster: 720x576, colour: bt709", .bt709),
        ("raster: 720x480, colour: bt601, rate: 29.97", .bt601at525), ("raster: 720x576, colour: bt601", .bt601at625),
    ])
    func colours(text: String, colour: ChannelFormat.Colour) throws {
        #expect(try Self.settings("format: { \(text) }").format.colour == colour)
    }

    @Test func outputs() throws {
        let settings = try Self.settings(
            """
            outputs:
              - { kind: audio, device: "hw:0", delay: 40, name: desk }
              - { kind: stream, url: "udp://239.1.1.1:1234?ttl=4", videoCodec: mpeg2, bitrate: 7.5M, audioCodec: mp2,
                  audioBitrate: 256k, muxRate: 10M, keyFrames: 1s, serviceName: One, provider: P, serviceId: 7,
                  transportStreamId: 3, pids: { pmt: 256, video: 512, audio: 513 } }
              - { kind: hls, folder: hls, width: 640, height: 360, segment: 4s, listed: 5, preset: superfast }
              - { kind: file, path: /tmp/air.ts }
              - { kind: raw, path: v.fifo, audioPath: a.fifo, audioFormat: f32le }
              - { kind: stream, url: "udp://127.0.0.1:5000" }
            """)
        #expect(settings.outputs.map(\.name) == ["desk", "stream", "hls", "file", "raw", "stream-2"])
        let arguments = settings.outputs.map { output in
            output.arguments(channelName: "C").map { "--\($0.name) \($0.value)" }.joined(separator: " ")
        }
        #expect(
            arguments == [
                "--device hw:0 --delay 160",
                "--kind stream --url udp://239.1.1.1:1234?ttl=4 --video-codec mpeg2 --video-rate 7500000 --audio-codec mp2 "
                    + "--audio-rate 256000 --gop-seconds 1 --mux-rate 10000000 --pmt-pid 256 --video-pid 512 "
                    + "--audio-pid 513 --service-id 7 --ts-id 3 --service-name One --provider P",
                "--kind hls --dir /srv/one/hls --segment-seconds 4 --segments 5 --width 640 --height 360 --preset superfast",
                "--kind file --path /tmp/air.ts --service-name C",
                "--kind raw --path /srv/one/v.fifo --audio-path /srv/one/a.fifo --audio-format f32le",
                "--kind stream --url udp://127.0.0.1:5000 --service-name C",
            ])
    }

    @Test(arguments: [
        ("chanel: {}", DiagnosticCode.unknownKey, 1, 1, "`channel`"),
        ("channel: { dayStart: 06:00:00:10 }", .label, 1, 22, "06:00:00:00"),
        ("channel: { region: kz }", .wrongValue, 1, 20, "KZ"),
        ("channel: { id: 'a b' }", .wrongValue, 1, 16, "letters"),
        ("channel: { languages: [kazakh!] }", .wrongValue, 1, 23, "BCP 47"),
        ("format: { scan: interlaced }", .notSupported, 1, 17, "progressive"),
        ("format: { raster: 1921x1080 }", .wrongValue, 1, 19, "even"),
        ("format: { rate: 0 }", .wrongValue, 1, 17, "30000/1001"),
        ("format: { rate: 29.98 }", .wrongValue, 1, 17, "30000/1001"),
        ("format: { colour: bt2020 }", .wrongValue, 1, 19, "bt"),
        ("format: { audio: { channels: 0 } }", .wrongValue, 1, 30, "number"),
        ("trust: { policy: { default: { approvals: 0 } } }", .approvals, 1, 42, "rehearsal"),
        ("trust: { policy: { default: { approvals: 1, countries: 2 } } }", .approvals, 1, 56, "countries"),
        ("trust: { policy: { playlists: { approvals: 0 } } }", .approvals, 1, 44, "rehearsal"),
        ("edits: { consent: [playlist-dorp] }", .wrongValue, 1, 20, "`playlist-drop`"),
        ("edits: { consentWithin: 2s }", .wrongValue, 1, 25, "10 seconds"),
        ("trust: { root: root.json }", .missingKey, 1, 8, "repository"),
        ("trust: { desks: [ { name: a, key: b } ] }", .missingKey, 1, 19, "country"),
        ("outputs: [ { kind: display } ]", .notSupported, 1, 20, "stream"),
        ("outputs: [ { kind: strem } ]", .wrongValue, 1, 20, "`stream`"),
        ("outputs: [ { role: x } ]", .missingKey, 1, 12, "kind"),
        ("outputs: [ { kind: audio } ]", .missingKey, 1, 12, "role"),
        (
            "outputs: [ { kind: stream, url: 'udp://239.0.0.1:5000?ttl=2' }, { kind: stream, url: 'udp://@239.0.0.1:5000/' } ]",
            .conflict, 1, 86, "of its own"
        ),
        (
            "outputs: [ { kind: hls, folder: a }, { kind: hls, name: two, folder: b/../a } ]", .conflict, 1, 70,
            "of its own"
        ),
        (
            "outputs: [ { kind: raw, path: p, audioPath: q }, { kind: file, path: ./q } ]", .conflict, 1, 70,
            "of its own"
        ),
        ("outputs: [ { kind: raw, path: p, audioPath: p } ]", .conflict, 1, 45, "of its own"),
        ("outputs: [ { kind: audio, role: a, device: b } ]", .conflict, 1, 44, "both"),
        ("outputs: [ { kind: stream, url: http://x } ]", .wrongValue, 1, 33, "udp://"),
        (
            "outputs: [ { kind: stream, url: 'udp://1.2.3.4:5', pids: { video: 256, audio: 256 } } ]", .conflict, 1, 58,
            "own"
        ),
        ("outputs: [ { kind: file, path: a.ts, bitrate: 9 } ]", .wrongValue, 1, 47, "6M"),
        ("outputs: [ { kind: hls, folder: h, segment: 60s } ]", .wrongValue, 1, 45, "2s"),
        ("ports: { status: localhost }", .wrongValue, 1, 18, "127.0.0.1"),
        ("ports: { tls: x }", .notSupported, 1, 10, "socket"),
        ("media: [media]", .wrongType, 1, 8, "folders"),
        ("log: { level: loud }", .wrongValue, 1, 15, "debug"),
    ])
    func mistakes(text: String, code: DiagnosticCode, line: Int, column: Int, hint: String) throws {
        let (settings, diagnostics) = Self.read(text)
        #expect(settings == nil)
        let found = try #require(diagnostics.first { $0.code == code }, "\(diagnostics)")
        #expect(found.mark == SourceMark(line: line, column: column), "\(found)")
        #expect("\(found.message) \(found.remedy)".contains(hint), "\(found)")
    }

    @Test func ordersUnderConsent() throws {
        let settings = try Self.settings(
            "edits: { consent: [slate, playlist-drop, recall-override], consentWithin: 90s }")
        #expect(settings.edits.consent == ["slate", "playlist-drop", "recall-override"])
        #expect(settings.edits.consentSeconds == 90)
        #expect(try Self.settings("rehearsal: false").edits.consent.isEmpty)
    }

    @Test func playlistsHaveARuleOfTheirOwn() throws {
        let settings = try Self.settings(
            "trust: { policy: { default: { approvals: 1 }, playlists: { approvals: 2, countries: 2 } } }")
        #expect(settings.trust.policy.playlists == TrustPolicy.Rule(approvals: 2, countries: 2))
        #expect(settings.trust.policy.categories.isEmpty)
        #expect(try Self.settings("trust: { policy: { default: { approvals: 1 } } }").trust.policy.playlists == nil)
    }

    @Test func rehearsalMayAskForNoApprovals() throws {
        let settings = try Self.settings("rehearsal: true\ntrust: { policy: { default: { approvals: 0 } } }")
        #expect(settings.isRehearsal)
        #expect(settings.trust.policy.standard.approvals == 0)
    }

    @Test(arguments: [
        ("media", "/srv/one/media"), ("../media/./a", "/srv/media/a"), ("/abs/x/", "/abs/x"), ("../../../..", "/"),
    ])
    func paths(text: String, path: String) throws {
        #expect(try Self.settings("data: \(text)").dataFolder == path)
    }
}
