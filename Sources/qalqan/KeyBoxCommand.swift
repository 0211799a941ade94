import ArgumentParser
import TrustCrypto
import TrustFormats

struct KeyBoxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "box",
        abstract: "The public key with which the box signs its logs.",
        discussion: """
            Made at the channel's first start, in its data folder. Keep this public half where nobody who can reach the box can \
            change it: `qalqan asrun --verify --key` and docs/verify_asrun.py check the as-run log by it.

            Example:
              qalqan key box --config channel.yaml > box.pub
            """)

    @OptionGroup var channel: RunningChannel

    private struct Shown: Encodable {
        let keyID: String
        let publicKey: String
    }

    func run() async throws {
        let folder = try channel.dataFolder()
        let key: VerifyingKey
        do throws(SealProblem) {
            key = try BoxKey.publicKey(in: folder)
        } catch {
            throw CommandFailure.unreachable("\(error.description); the channel's first start makes it")
        }
        if channel.json {
            print(JSONText.of(Shown(keyID: key.keyID, publicKey: key.pem)))
        } else {
            print(key.pem, terminator: "")
        }
    }
}
