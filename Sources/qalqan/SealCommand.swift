import ArgumentParser

struct SealCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "seal")
}
