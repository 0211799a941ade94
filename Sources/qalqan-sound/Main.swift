import AudioALSA
import CLinux
import DeviceUdev
import Glibc
import Realtime
import SoundEngine
import Timecode

/// Plays the programme on one sound card. Started by the launcher; ends when it is told to.
@main
enum Main {
    static func main() {
        do {
            let options = try SoundOptions(CommandLine.arguments)
            try SoundProcess(options).run()
        } catch let problem as ChildArguments.Problem {
            Log.line(problem.description)
            exit(2)
        } catch {
            Log.line("\(error)")
            exit(1)
        }
    }
}
