import Foundation

/// All that is in force from a repository, as one file: written whole or not at all, so that a refresh that ends half-way
/// changes nothing. It proves itself from the pinned root on, each time it is read.
package struct TrustBundle: Hashable, Sendable {
    /// Roots after the pinned one.
    package var roots: [[UInt8]]
    package var timestamp: [UInt8]
    package var snapshot: [UInt8]
    package var targets: [UInt8]
    /// Targets by name.
    package var files: [String: [UInt8]]

    private struct Document: Codable {
        var roots: [Data]
        var timestamp: Data
        var snapshot: Data
        var targets: Data
        var files: [String: Data]
    }

    package init(
        roots: [[UInt8]], timestamp: [UInt8], snapshot: [UInt8], targets: [UInt8], files: [String: [UInt8]]
    ) {
        self.roots = roots
        self.timestamp = timestamp
        self.snapshot = snapshot
        self.targets = targets
        self.files = files
    }

    package init(bytes: [UInt8]) throws(RepositoryProblem) {
        guard let document = try? JSONDecoder().decode(Document.self, from: Data(bytes)) else {
            throw .malformed("what was kept of the trust repository", why: "not the file that was written")
        }
        self.init(
            roots: document.roots.map { Array($0) }, timestamp: Array(document.timestamp),
            snapshot: Array(document.snapshot), targets: Array(document.targets),
            files: document.files.mapValues { Array($0) })
    }

    package var bytes: [UInt8] {
        let document = Document(
            roots: roots.map { Data($0) }, timestamp: Data(timestamp), snapshot: Data(snapshot), targets: Data(targets),
            files: files.mapValues { Data($0) })
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(document) else { preconditionFailure("Base64 in JSON") }
        return Array(data)
    }

    /// Verifies everything in it from the pinned root on, whatever its age: files that are not listed, or are not what is
    /// listed, are an error.
    package func verified(pinned: [UInt8]) throws(RepositoryProblem) -> TrustedMetadata {
        var trusted = try TrustedMetadata(pinned: pinned)
        for root in roots {
            // Somebody may have pinned a newer root since.
            if try MetadataFile(root, "a root").version <= trusted.root.file.version { continue }
            try trusted.take(root: root)
        }
        try trusted.take(timestamp: timestamp, at: nil)
        try trusted.take(snapshot: snapshot, at: nil)
        let targets = try trusted.take(targets: self.targets, at: nil)
        for (name, bytes) in files {
            guard let listed = targets.targets[name] else { throw .notListed(name, in: "targets") }
            try listed.verify(bytes, name)
        }
        return trusted
    }
}
