import ArgumentParser

struct InsertCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "insert")
}
