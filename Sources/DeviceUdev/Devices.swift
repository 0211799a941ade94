import CUdev

/// The box's devices as udev knows them now.
public enum Devices {
    /// Subsystems this house looks at.
    static let subsystems = ["sound", "gpio", "tty", "video4linux", "drm"]

    static func subsystem(of kind: Device.Kind) -> String {
        switch kind {
        case .sound: "sound"
        case .gpio: "gpio"
        case .serial: "tty"
        case .video: "video4linux"
        case .display: "drm"
        }
    }

    /// Every device that could have a role, sorted by kind and name; all kinds unless one is named.
    public static func scan(only kind: Device.Kind? = nil) throws(UdevError) -> [Device] {
        guard let context = udev_new() else { throw UdevError("open", code: 12) }
        defer { udev_unref(context) }
        guard let enumeration = udev_enumerate_new(context) else { throw UdevError("enumerate", code: 12) }
        defer { udev_enumerate_unref(enumeration) }
        for subsystem in kind.map({ [subsystem(of: $0)] }) ?? subsystems {
            udev_enumerate_add_match_subsystem(enumeration, subsystem)
        }
        let result = udev_enumerate_scan_devices(enumeration)
        guard result >= 0 else { throw UdevError("scan devices", code: result) }
        var collector = DeviceCollector()
        var entry = udev_enumerate_get_list_entry(enumeration)
        while let current = entry {
            if let path = udev_list_entry_get_name(current),
                let device = udev_device_new_from_syspath(context, path)
            {
                collector.add(UdevRecord(owning: device))
            }
            entry = udev_list_entry_get_next(current)
        }
        return collector.devices
    }
}
