import ChannelSchedule
import Trust
import TrustCrypto

extension ScheduleState {
    /// The recalls that hold on the channel, as verdicts take them.
    var recallEffects: [RecallEffect] {
        recalls.map { entry in
            let recall = entry.recall
            return RecallEffect(
                serial: recall.serial, verityDigest: Hexadecimal.decode(recall.digest) ?? [], reason: recall.reason,
                by: zip(recall.keys, recall.desks).map { Approval(keyID: $0, desk: $1, country: "") },
                isQuorum: recall.isQuorum, firstFrame: entry.frame)
        }
    }
}
