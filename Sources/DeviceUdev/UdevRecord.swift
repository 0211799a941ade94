import CUdev

/// One `udev_device`, held while its facts are read.
struct UdevRecord: ~Copyable {
    private let device: OpaquePointer

    /// Takes over the reference.
    init(owning device: OpaquePointer) { self.device = device }

    deinit { udev_device_unref(device) }

    var subsystem: String? { Self.text(udev_device_get_subsystem(device)) }
    var systemPath: String { Self.text(udev_device_get_syspath(device)) ?? "" }
    var systemName: String { Self.text(udev_device_get_sysname(device)) ?? "" }
    var node: String? { Self.text(udev_device_get_devnode(device)) }
    var action: String? { Self.text(udev_device_get_action(device)) }

    func property(_ key: String) -> String? { Self.text(udev_device_get_property_value(device, key)) }
    func attribute(_ key: String) -> String? { Self.text(udev_device_get_sysattr_value(device, key)) }

    /// An attribute of the nearest parent in a subsystem that has it.
    func parentAttribute(_ subsystem: String, _ type: String?, _ key: String) -> String? {
        guard let parent = udev_device_get_parent_with_subsystem_devtype(device, subsystem, type) else { return nil }
        return Self.text(udev_device_get_sysattr_value(parent, key))
    }

    private static func text(_ pointer: UnsafePointer<CChar>?) -> String? {
        guard let pointer else { return nil }
        let text = String(cString: pointer)
        return text.isEmpty ? nil : text
    }
}
