import Foundation
import Testing

@testable import TrustRepository

/// What a web server may do to a client, and what comes of it.
@Suite("Repositories on the web")
struct WebFetcherTests {
    let bench: Workbench

    static let hasNamespaces = (try? Workbench().run("unshare", "-mr", "true"))?.status == 0

    init() throws {
        bench = try Workbench()
        try bench.write(Array("0123456789".utf8), to: "file.json")
        try bench.write(Array("odd".utf8), to: "a file+%2e?.json")
    }

    private func fetch(_ port: Int, _ mode: String, most: Int = 10, name: String = "file.json") throws -> String {
        let fetcher = WebFetcher(base: "http://127.0.0.1:\(port)/\(mode)/", silence: 1, deadline: 4)
        do throws(RepositoryProblem) {
            return String(decoding: try fetcher.fetch([name], most: most), as: UTF8.self)
        } catch {
            switch error {
            case .notFound: return "not found"
            case .tooLarge: return "too large"
            case .unreachable: return "unreachable"
            default: return "\(error)"
            }
        }
    }

    @Test func whatServersDo() throws {
        let server = try MisbehavingServer(bench.folder.path)
        #expect(try fetch(server.port, "honest") == "0123456789")
        #expect(try fetch(server.port, "honest", most: 9) == "too large")
        #expect(try fetch(server.port, "honest", name: "other.json") == "not found")
        #expect(try fetch(server.port, "refused") == "not found")
        #expect(try fetch(server.port, "redirect") == "0123456789")
        #expect(try fetch(server.port, "downgrade") == "unreachable")
        #expect(try fetch(server.port, "endless", most: 1_000_000) == "too large")
        #expect(try fetch(server.port, "broken", most: 1000) == "unreachable")
        #expect(try fetch(server.port, "silent") == "unreachable")
        #expect(try fetch(1, "honest") == "unreachable")
    }

    /// A channel's own command over HTTPS: a server that the machine's authorities do not know is none.
    @Test(.enabled(if: Self.hasNamespaces, "mount namespaces are not allowed here")) func overTLS() throws {
        let script = """
            import datetime, ipaddress
            from cryptography import x509
            from cryptography.hazmat.primitives import hashes, serialization as s
            from cryptography.hazmat.primitives.asymmetric import ec
            key = ec.generate_private_key(ec.SECP256R1())
            name = x509.Name([x509.NameAttribute(x509.oid.NameOID.COMMON_NAME, "127.0.0.1")])
            now = datetime.datetime.now(datetime.timezone.utc)
            made = (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
                .serial_number(7).not_valid_before(now - datetime.timedelta(days=1))
                .not_valid_after(now + datetime.timedelta(days=9))
                .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
                .add_extension(x509.BasicConstraints(True, None), True).sign(key, hashes.SHA256()))
            open("tls.crt", "wb").write(made.public_bytes(s.Encoding.PEM))
            open("tls.key", "wb").write(key.private_bytes(
                s.Encoding.PEM, s.PrivateFormat.PKCS8, s.NoEncryption()))
            """
        try bench.write(Array(script.utf8), to: "tls.py")
        let made = try bench.run(RepositoryAttackTests.python, "tls.py")
        try #require(made.status == 0, "\(made.output)")
        let program = DeskCommandTests.program
        let built = try bench.run(
            "sh", "-ec",
            """
            for name in root desk online; do '\(program)' key new $name; done
            '\(program)' trust init region --root root.key --targets desk.key --online online.key
            echo '{"desks":[]}' > desks.json
            '\(program)' trust publish region desks.json --key desk.key --key online.key
            """)
        try #require(built.status == 0, "\(built.output)")
        let server = try MisbehavingServer(
            bench.path("region"), certificate: (bench.path("tls.crt"), bench.path("tls.key")))
        let address = "https://127.0.0.1:\(server.port)"
        try bench.write(
            Array(
                """
                trust: { root: region/1.root.json, repository: { addresses: ["\(address)/honest"] } }

                """.utf8), to: "channel.yaml")
        func update(_ prefix: String, _ more: String = "") throws -> (status: Int32, output: String) {
            try bench.run("sh", "-c", "\(prefix) '\(program)' trust update --config channel.yaml \(more)")
        }
        // The machine's own list of authorities, with one more in this process's eyes.
        let authorities = "/etc/ssl/certs/ca-certificates.crt"
        let trusted = "exec unshare -mr sh authorities.sh"
        try bench.write(
            Array("cat tls.crt \(authorities) > all.crt; mount --bind all.crt \(authorities) && exec \"$@\"\n".utf8),
            to: "authorities.sh")
        let unknown = try update("exec")
        #expect(unknown.status == 3 && unknown.output.contains("cannot be reached"), "\(unknown.output)")
        let known = try update(trusted)
        #expect(known.status == 0 && known.output.contains("renewed"), "\(known.output)")
        #expect(try update(trusted, "--from \(address)/downgrade").status == 3)
        #expect(try update(trusted, "--from \(address)/redirect").status == 0)
        let endless = try update(trusted, "--from \(address)/endless")
        #expect(endless.status == 1 && endless.output.contains("more than the"), "\(endless.output)")
    }
}
