import Foundation
import Testing

/// Attacks that are over before the channel looks: each one's verdict in pictures, and what the operator is told before.
@Suite(.serialized) struct OfflineAttackTests {
    /// Every region of a sealed file. Whatever is altered, and whether it would be seen or not, no frame of it airs.
    @Test func alteredFilesAirInNoPart() throws {
        let channel = try AttackChannel("attack-files")
        try channel.seal(channel.media.next, as: "next.mov")
        try channel.seal(channel.media.genuine, as: "untouched.mov")
        channel.add("untouched", "untouched.mov", in: 3, frames: 10, .whole)
        for attack in FileAttack.all {
            let file = try channel.seal(channel.media.genuine, as: "\(attack.name).mov")
            try attack.spoil(file, channel.media)
            channel.add(attack.name, file.lastPathComponent, in: 5, frames: 8, .withheld)
            channel.add("after-\(attack.name)", "next.mov", clip: 203, in: 11, frames: 3, .whole)
        }
        try judge(channel) { events in
            for attack in FileAttack.all {
                let code = attack.name.hasPrefix("a-link") ? "media-unreadable" : "media-altered"
                #expect(events[attack.name] == [code], "\(attack.name)")
            }
            #expect(events["untouched"] == nil)
        }
    }

    @Test(arguments: [SealAttack.signers, SealAttack.statements])
    func sealsCountForWhatTheySayAndWhoSigned(attacks: [SealAttack]) throws {
        let channel = try AttackChannel("attack-seals")
        try channel.seal(channel.media.next, as: "next.mov")
        for attack in attacks {
            try attack.prepare(channel, "\(attack.name).mov")
            channel.add(
                attack.name, "\(attack.name).mov", in: 5, frames: 8, category: attack.category, attack.verdict)
            channel.add("after-\(attack.name)", "next.mov", clip: 203, in: 11, frames: 3, .whole)
        }
        try judge(channel) { events in
            for attack in attacks {
                #expect(events[attack.name] == attack.code.map { [$0] }, "\(attack.name)")
            }
        }
    }

    /// Renders the list and counts; `check --full` must have said so before.
    private func judge(_ channel: AttackChannel, _ told: ([String: Set<String>]) -> Void) throws {
        try channel.writeList()
        told(try channel.preflight(full: true))
        let output = channel.folder.appendingPathComponent("out.nut")
        try Command.qalqan(channel.rendering(to: output.path), limit: 180)
        let report = try channel.look(at: output)
        #expect(report.unverified == 0 && report.dark == 0)
        #expect(report.faults.isEmpty, "\(report.faults.joined(separator: "\n"))")
        #expect(report.frames == channel.plan.frames)
    }
}
