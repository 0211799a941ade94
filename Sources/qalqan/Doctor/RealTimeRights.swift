import Glibc
import Realtime

/// Whether threads may keep time and memory may be locked.
enum RealTimeRights {
    /// The highest priority that a thread of the house asks for.
    static let priority: Int32 = 70
    /// What air locks at 1920x1080: programme ring, slates and sources of about two seconds.
    static let lockedBytes: UInt64 = 512 << 20

    static func examine() -> [Finding] { [scheduling(), memory()] + throttling() + governor() }

    private static func scheduling() -> Finding {
        // Asking is the only true answer: limits, capabilities and cgroups all have a say.
        if (try? RealTimeThread.start(name: "doctor", priority: priority) {}) == true {
            return Finding("realtime", .good, "threads may have real-time priority \(priority)")
        }
        return Finding(
            "realtime", .warning, "no real-time priority: frames can be late when the machine is busy",
            remedy: "run as the service (systemctl start qalqan), or add to /etc/security/limits.d/qalqan.conf: "
                + "@qalqan - rtprio 80")
    }

    private static func memory() -> Finding {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(UInt32(8)), &limit)  // RLIMIT_MEMLOCK
        if geteuid() == 0 || UInt64(limit.rlim_cur) >= lockedBytes {
            return Finding("memory", .good, "memory may be locked")
        }
        return Finding(
            "memory", .warning,
            "only \(limit.rlim_cur >> 10) KiB may be locked in memory: slates and frames can be swapped out",
            remedy: "run as the service, or add to /etc/security/limits.d/qalqan.conf: @qalqan - memlock unlimited")
    }

    private static func throttling() -> [Finding] {
        guard let runtime = TextFile.number("/proc/sys/kernel/sched_rt_runtime_us"),
            let period = TextFile.number("/proc/sys/kernel/sched_rt_period_us"), period > 0
        else { return [] }
        if runtime < 0 {
            return [
                Finding(
                    "throttling", .warning,
                    "real-time threads are not throttled: one that runs away takes the machine with it",
                    remedy: "sysctl -w kernel.sched_rt_runtime_us=950000")
            ]
        }
        if runtime * 100 < period * 90 {
            return [
                Finding(
                    "throttling", .warning,
                    "real-time threads get only \(runtime * 100 / period) % of the time",
                    remedy: "sysctl -w kernel.sched_rt_runtime_us=950000")
            ]
        }
        return [Finding("throttling", .good, "real-time threads get \(runtime * 100 / period) % of the time")]
    }

    private static func governor() -> [Finding] {
        guard let governor = TextFile.line("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"),
            governor == "powersave",
            TextFile.line("/sys/devices/system/cpu/cpu0/cpufreq/scaling_driver") != "intel_pstate"
        else { return [] }
        return [
            Finding(
                "governor", .warning, "the processor is held at its lowest speed (governor powersave)",
                remedy: "cpupower frequency-set -g performance")
        ]
    }
}
