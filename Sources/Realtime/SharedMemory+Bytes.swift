extension SharedMemory {
    /// A new memory file that holds `bytes`; a single line feed where there are none, because no memory file is empty.
    public static func holding(_ bytes: [UInt8], name: String) throws(SystemError) -> SharedMemory {
        let content = bytes.isEmpty ? [0x0A] : bytes
        let memory = try create(name: name, count: content.count)
        content.withUnsafeBytes { memory.base.copyMemory(from: $0.baseAddress!, byteCount: $0.count) }
        return memory
    }

    /// A copy of all that is in it.
    public var bytes: [UInt8] { [UInt8](UnsafeRawBufferPointer(start: base, count: count)) }
}
