import CLinux
import Glibc

/// One mapped memory file (memfd) that processes share by handing its descriptor on.
///
/// Created with its size sealed, so that no peer can truncate it under a reader (a truncation would raise SIGBUS).
/// The mapping and the descriptor live as long as the object.
///
/// `@unchecked Sendable`: the address, size and descriptor never change; what lies in the memory is guarded by the layouts
/// on top of it (one writer per word, acquire and release on every published index).
public final class SharedMemory: @unchecked Sendable {
    public enum Access: Sendable { case readOnly, readWrite }

    public let descriptor: Int32
    public let base: UnsafeMutableRawPointer
    public let count: Int

    private init(descriptor: Int32, base: UnsafeMutableRawPointer, count: Int) {
        self.descriptor = descriptor
        self.base = base
        self.count = count
    }

    deinit {
        munmap(base, count)
        close(descriptor)
    }

    /// A new memory file of `count` bytes, all zero, its size sealed, mapped for reading and writing.
    public static func create(name: String, count: Int) throws(SystemError) -> SharedMemory {
        let descriptor = try SystemError.check(ql_memfd_create(name, true), "memfd_create", on: name)
        do throws(SystemError) {
            guard ftruncate(descriptor, count) == 0 else { throw SystemError("ftruncate", on: name, code: errno) }
            try SystemError.check(ql_memfd_seal_size(descriptor), "seal", on: name)
            return try map(descriptor, count: count, access: .readWrite, name: name)
        } catch {
            close(descriptor)
            throw error
        }
    }

    /// Maps a memory file received from another process and takes over its descriptor.
    ///
    /// Refused unless its size is sealed and at least `minimum` bytes. The descriptor is closed on failure too.
    public static func open(
        descriptor: Int32, access: Access, minimum: Int = 1, name: String
    ) throws(SystemError) -> SharedMemory {
        do throws(SystemError) {
            let seals = try SystemError.check(ql_memfd_seals(descriptor), "read seals of", on: name)
            let fixed: Int32 = 0x0002 | 0x0004  // F_SEAL_SHRINK | F_SEAL_GROW
            guard seals & fixed == fixed else { throw SystemError("size not sealed:", on: name, code: EPERM) }
            var facts = stat()
            guard fstat(descriptor, &facts) == 0 else { throw SystemError("fstat", on: name, code: errno) }
            guard Int(facts.st_size) >= minimum else { throw SystemError("too small:", on: name, code: EINVAL) }
            return try map(descriptor, count: Int(facts.st_size), access: access, name: name)
        } catch {
            close(descriptor)
            throw error
        }
    }

    private static func map(
        _ descriptor: Int32, count: Int, access: Access, name: String
    ) throws(SystemError) -> SharedMemory {
        let protection = access == .readOnly ? PROT_READ : PROT_READ | PROT_WRITE
        // Before Linux 6.7 a shared mapping counts as a writer even when it is read-only: memory that nobody can write
        // any more is mapped privately, which is the same bytes.
        let isSealed = access == .readOnly && ql_memfd_seals(descriptor) & 0x0008 != 0  // F_SEAL_WRITE
        let kind = isSealed ? MAP_PRIVATE : MAP_SHARED
        guard let base = mmap(nil, count, protection, kind, descriptor, 0), base != MAP_FAILED else {
            throw SystemError("mmap", on: name, code: errno)
        }
        return SharedMemory(descriptor: descriptor, base: base, count: count)
    }

    /// Forbids any further write, by anyone, for ever. Fails while a writable mapping exists elsewhere.
    ///
    /// The own mapping is turned read-only first.
    public func sealAgainstWriting() throws(SystemError) {
        // Any shared mapping of this descriptor blocks F_SEAL_WRITE: replace it in place by a private read-only one.
        guard mmap(base, count, PROT_READ, MAP_PRIVATE | MAP_FIXED, descriptor, 0) == base else {
            throw SystemError("mmap", on: "sealed memory", code: errno)
        }
        try SystemError.check(ql_memfd_seal_all(descriptor), "seal", on: "memory")
    }

    /// Locks the pages in memory. `false` where the limit on locked memory forbids it.
    @discardableResult
    public func lock() -> Bool { mlock(base, count) == 0 }
}
