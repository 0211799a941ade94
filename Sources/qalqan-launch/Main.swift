import Glibc
import Realtime
import Supervision

/// The launcher's process: takes the boot plan, the slates and the marks from `qalqan run`, and runs until it is stopped.
@main
enum Main {
    static func main() {
        do {
            let arguments = try ChildArguments(CommandLine.arguments)
            let planMemory = try SharedMemory.open(
                descriptor: try arguments.descriptor("plan"), access: .readOnly, name: "boot plan")
            let slates = try SharedMemory.open(
                descriptor: try arguments.descriptor("slates"), access: .readOnly, name: "slate bank")
            let marks = try SharedMemory.open(
                descriptor: try arguments.descriptor("marks"), access: .readOnly, name: "mark bank")
            guard let plan = BootPlan(bytes: planMemory.bytes) else {
                fail("the boot plan is damaged; start the channel with `qalqan run`", status: 3)
            }
            let launcher = try Launcher(plan: plan, slates: slates, marks: marks, environment: environment())
            exit(try launcher.run())
        } catch {
            fail("\(error)", status: 3)
        }
    }

    private static func environment() -> [String] {
        var result: [String] = []
        var next = environ
        while let entry = next.pointee {
            let text = String(cString: entry)
            // The service manager's addresses are the launcher's own.
            if !text.hasPrefix("NOTIFY_SOCKET="), !text.hasPrefix("WATCHDOG_") { result.append(text) }
            next += 1
        }
        // A crashed child is restarted at once; writing a backtrace would take seconds first. Set it to see one.
        if getenv("SWIFT_BACKTRACE") == nil { result.append("SWIFT_BACKTRACE=enable=no") }
        return result
    }

    private static func fail(_ message: String, status: Int32) -> Never {
        writeErrorLine("qalqan-launch: \(message)")
        exit(status)
    }
}
