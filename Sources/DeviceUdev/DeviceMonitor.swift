import CUdev
import Glibc

/// Tells that devices have come, gone or changed, after udev's rules have been applied to them.
///
/// Open it before the first scan: what happens in between is then not missed.
public struct DeviceMonitor: ~Copyable {
    private let context: OpaquePointer
    private let monitor: OpaquePointer

    private init(context: OpaquePointer, monitor: OpaquePointer) {
        self.context = context
        self.monitor = monitor
    }

    deinit {
        udev_monitor_unref(monitor)
        udev_unref(context)
    }

    public static func open() throws(UdevError) -> DeviceMonitor {
        guard let context = udev_new() else { throw UdevError("open", code: ENOMEM) }
        guard let monitor = udev_monitor_new_from_netlink(context, "udev") else {
            let code = errno
            udev_unref(context)
            throw UdevError("watch devices", code: code)
        }
        for subsystem in Devices.subsystems {
            udev_monitor_filter_add_match_subsystem_devtype(monitor, subsystem, nil)
        }
        let result = udev_monitor_enable_receiving(monitor)
        guard result >= 0 else {
            udev_monitor_unref(monitor)
            udev_unref(context)
            throw UdevError("watch devices", code: result)
        }
        return DeviceMonitor(context: context, monitor: monitor)
    }

    /// Readable when something has happened.
    public var descriptor: Int32 { udev_monitor_get_fd(monitor) }

    /// Waits for an event, at most `milliseconds` (-1 = for ever), and takes all that are there.
    ///
    /// - Returns: what happened, oldest first: action (`add`, `remove`, `change`) and kernel name. Empty at the timeout.
    ///   Events may have been dropped under a flood: scan anew, do not count.
    public func wait(milliseconds: Int32) -> [(action: String, name: String)] {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&entry, 1, milliseconds) > 0 else { return [] }
        var events: [(action: String, name: String)] = []
        for _ in 0..<1024 {
            guard let device = udev_monitor_receive_device(monitor) else { break }
            let record = UdevRecord(owning: device)
            events.append((record.action ?? "change", record.systemName))
        }
        // Readable without a device: dropped or filtered events. Say so, that the caller scans.
        return events.isEmpty ? [("change", "")] : events
    }
}
